package dev.hub.core.job.report;

/**
 * Who works on a queue at this moment.
 *
 * @param instances with a worker, or a claim that waits
 * @param workers verticles and connections that are sent jobs
 * @param credit how many jobs these may have at a time
 * @param held how many of them they have
 * @param waiting claims that wait for jobs
 */
public record WorkForce(int instances, int workers, int credit, int held, int waiting) {
    /** Nobody. */
    public static final WorkForce NONE = new WorkForce(0, 0, 0, 0, 0);

    /** On one instance. */
    public static WorkForce of(int workers, int credit, int held, int waiting) {
        return new WorkForce(workers + waiting > 0 ? 1 : 0, workers, credit, held, waiting);
    }

    /** Both together. */
    public WorkForce plus(WorkForce other) {
        return new WorkForce(
                instances + other.instances,
                workers + other.workers,
                credit + other.credit,
                held + other.held,
                waiting + other.waiting);
    }
}
