/**
 * Jobs in queues that outlive their workers: what a job is, the scripts that move it from state to state, and their store. A
 * job is worked on by one worker at a time, who holds it by an epoch.
 */
@NullMarked
package dev.hub.core.job;

import org.jspecify.annotations.NullMarked;
