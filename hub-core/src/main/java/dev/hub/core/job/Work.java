package dev.hub.core.job;

import java.util.List;

/**
 * One round of work: what is settled, and who asks for more.
 *
 * @param settlements in order, at most {@value #MOST}
 * @param takers who get jobs in this order, for at most {@value #MOST} jobs together
 * @param leaseMillis how long they have; 0 for the queue's setting
 * @param mayBeWoken an earlier round brought fewer jobs than were asked for, and the instance was not woken since
 */
public record Work(List<Settlement> settlements, List<Taker> takers, long leaseMillis, boolean mayBeWoken) {
    /** Most settlements and most jobs of one round: bounds how long it keeps the server. */
    public static final int MOST = 1_000;

    /** Copies the lists. */
    public Work {
        settlements = List.copyOf(settlements);
        takers = List.copyOf(takers);
    }

    /** Nobody asks for more. */
    public static Work settling(List<Settlement> settlements) {
        return new Work(settlements, List.of(), 0, false);
    }

    /** Somebody asks for jobs. */
    public static Work claiming(Taker taker) {
        return new Work(List.of(), List.of(taker), 0, false);
    }
}
