/**
 * Jobs in queues that outlive their workers: what a job is, the scripts that move it from state to state, and their store. A
 * job is worked on by one worker at a time, who holds it by an epoch: the number of the job's start. Whatever a worker does
 * names it, and counts only while the job is active and its epoch is that one.
 *
 * <p>Each step is one script, so that it happens as a whole or not at all. What may go wrong, and what becomes of it:
 *
 * <ul>
 *   <li>A worker dies, or is away for longer than its lease: the sweep hands its job on, up to {@code max_recoveries} times;
 *       then it is dead. What the worker says afterwards is stale.
 *   <li>An attempt takes too long: the sweep names it, and whoever leads settles it as failed; stale if the worker was faster.
 *   <li>The answer of a step is lost: to submit again is known by its id, to settle again in the same way changes nothing. A
 *       claim whose answer was lost comes back when its lease ends.
 *   <li>Nobody sweeps: jobs still start, delayed ones too, and expired ones do not. Only leases that ended, time to live of
 *       jobs that nobody asks for, and retention by age wait.
 *   <li>A wake-up is lost: instances with idle workers ask every second.
 *   <li>The holder of a deduplication key ends in whatever way: the one that waits for it goes on; if that is over first, the
 *       key forgets it.
 *   <li>A child ends otherwise than well: its parent is dead unless the child may fail, whatever its other children do. A
 *       parent is cancelled or expires: its open children are cancelled. A child that is done after all gives its parent
 *       another chance; a parent that is done again has its children done first.
 *   <li>A flow is in several queues, and whoever goes between them dies: each queue keeps what it has to tell to another until
 *       that has heard it, see {@link dev.hub.core.job.FlowCourier}; the sweep brings it.
 *   <li>A purge is broken off: what it laid aside starts no more, and any instance goes on with it.
 *   <li>The server loses its last writes: a job may be done again, with an epoch that was used before. What must not happen
 *       twice needs a server that keeps what it was told.
 * </ul>
 */
@NullMarked
package dev.hub.core.job;

import org.jspecify.annotations.NullMarked;
