package dev.hub.websocket.limit;

import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import dev.hub.core.ratelimit.algorithm.LocalSlots;
import dev.hub.websocket.limit.Allowance.Counter;

/** What one command took of what its connection counts. */
public final class Taken {
    /** Nothing. */
    public static final Taken NOTHING = new Taken(new Counter[0], new long[0]);

    private final Counter[] counters;
    private final long[] amounts;
    private final long[] tickets;

    Taken(Counter[] counters, long[] amounts) {
        this.counters = counters;
        this.amounts = amounts;
        this.tickets = new long[counters.length];
        for (int i = 0; i < counters.length; i++) {
            tickets[i] = counters[i].limiter instanceof LocalSlots slots ? slots.ticket() : 0;
        }
    }

    static boolean isSlot(LocalLimiter limiter) {
        return limiter instanceof LocalSlots;
    }

    /** All of it goes back: the command is not carried out. */
    public void giveBack(long nowMs) {
        endSlots(nowMs);
        for (int i = 0; i < counters.length; i++) {
            if (!isSlot(counters[i].limiter)) {
                counters[i].limiter.refund(amounts[i], nowMs * 1000);
            }
        }
    }

    /** The command is done: what it held as long goes back. */
    public void endSlots(long nowMs) {
        for (int i = 0; i < counters.length; i++) {
            if (counters[i].limiter instanceof LocalSlots slots) {
                slots.release(tickets[i], nowMs * 1000);
            }
        }
    }
}
