/**
 * The soak of jobs: some submit, some work, some of these badly, and everything that can break breaks meanwhile; a checker
 * compares what was answered with what the queue promises. It speaks only the wire, to hubs in processes of their own, in some
 * of which workers run as well.
 */
@NullMarked
package dev.hub.verticles.jobs.soak;

import org.jspecify.annotations.NullMarked;
