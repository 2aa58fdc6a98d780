/** Compares what a queue of jobs did with what it promises. Knows nothing of how it was asked. */
@NullMarked
package dev.hub.verticles.jobs.soak.judge;

import org.jspecify.annotations.NullMarked;
