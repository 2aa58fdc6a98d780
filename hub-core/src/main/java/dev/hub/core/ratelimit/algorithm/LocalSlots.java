package dev.hub.core.ratelimit.algorithm;

import java.util.Arrays;

/** Slots for what goes on at the same time. Who does not give a slot back has it for a period. */
public final class LocalSlots implements LocalLimiter {
    private static final int FIRST_SIZE = 8;

    private final Rate rate;
    private final long limit;
    private final long period;
    private long[] tickets = new long[FIRST_SIZE];
    private long[] ends = new long[FIRST_SIZE];
    private long[] costs = new long[FIRST_SIZE];
    private int size;
    private long sum;
    private long ticket;
    private long earliestEnd = Long.MAX_VALUE;

    /** All free. */
    LocalSlots(Rate rate) {
        this.rate = rate;
        limit = rate.limit();
        period = rate.periodTicks();
    }

    @Override
    public Rate rate() {
        return rate;
    }

    @Override
    public boolean take(long cost, long nowMicros) {
        trim(nowMicros);
        if (limit == 0 || cost > limit - sum) {
            return false;
        }
        charge(cost, nowMicros);
        return true;
    }

    /** Names what was taken last, for {@link #release}. */
    public long ticket() {
        return ticket;
    }

    /** Gives back what {@code ticket} names; tells whether it was still taken. */
    public boolean release(long ticketTaken, long nowMicros) {
        trim(nowMicros);
        int place = Arrays.binarySearch(tickets, 0, size, ticketTaken);
        if (place < 0) {
            return false;
        }
        remove(place);
        return true;
    }

    private void remove(int place) {
        sum -= costs[place];
        size--;
        System.arraycopy(tickets, place + 1, tickets, place, size - place);
        System.arraycopy(ends, place + 1, ends, place, size - place);
        System.arraycopy(costs, place + 1, costs, place, size - place);
    }

    private void trim(long now) {
        if (now < earliestEnd) {
            return;
        }
        int kept = 0;
        earliestEnd = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            if (ends[i] <= now) {
                sum -= costs[i];
            } else {
                tickets[kept] = tickets[i];
                ends[kept] = ends[i];
                costs[kept] = costs[i];
                earliestEnd = Math.min(earliestEnd, ends[i]);
                kept++;
            }
        }
        size = kept;
    }

    @Override
    public void charge(long amount, long nowMicros) {
        trim(nowMicros);
        ticket++;
        if (amount == 0) {
            return;
        }
        if (size == tickets.length) {
            tickets = Arrays.copyOf(tickets, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            costs = Arrays.copyOf(costs, size * 2);
        }
        tickets[size] = ticket;
        ends[size] = nowMicros + period;
        costs[size] = Math.min(amount, Rate.MAX_COUNT - sum);
        earliestEnd = Math.min(earliestEnd, ends[size]);
        sum += costs[size];
        size++;
    }

    /** Gives back what was taken last. */
    @Override
    public void refund(long amount, long nowMicros) {
        trim(nowMicros);
        long left = Math.min(amount, sum);
        while (left > 0) {
            long part = Math.min(left, costs[size - 1]);
            costs[size - 1] -= part;
            sum -= part;
            left -= part;
            if (costs[size - 1] == 0) {
                size--;
            }
        }
    }

    @Override
    public long remaining(long nowMicros) {
        trim(nowMicros);
        return Math.max(0, limit - sum);
    }

    @Override
    public long used(long nowMicros) {
        trim(nowMicros);
        return sum;
    }

    @Override
    public long retryAfterMicros(long cost, long nowMicros) {
        if (limit == 0 || cost > limit) {
            return NEVER;
        }
        trim(nowMicros);
        long over = sum + cost - limit;
        if (over <= 0) {
            return 0;
        }
        long[] byEnd = Arrays.copyOf(ends, size);
        Arrays.sort(byEnd);
        for (long end : byEnd) {
            if (endedBy(end) >= over) {
                return end - nowMicros;
            }
        }
        throw new IllegalStateException("all slots end");
    }

    private long endedBy(long time) {
        long ended = 0;
        for (int i = 0; i < size; i++) {
            ended += ends[i] <= time ? costs[i] : 0;
        }
        return ended;
    }

    @Override
    public long resetMicros(long nowMicros) {
        trim(nowMicros);
        long last = nowMicros;
        for (int i = 0; i < size; i++) {
            last = Math.max(last, ends[i]);
        }
        return limit == 0 ? 0 : last - nowMicros;
    }

    @Override
    public LocalLimiter changedTo(Rate other, long nowMicros) {
        if (other.equals(rate)) {
            return this;
        }
        LocalLimiter made = LocalLimiter.of(other);
        switch (made) {
            case LocalSlots slots -> slots.continueFrom(this);
            case LocalBucket bucket -> bucket.charge(used(nowMicros), nowMicros);
            case LocalWindow window -> window.charge(used(nowMicros), nowMicros);
            case LocalSlidingWindow window -> window.charge(used(nowMicros), nowMicros);
            case LocalLog log -> log.charge(used(nowMicros), nowMicros);
        }
        return made;
    }

    private void continueFrom(LocalSlots old) {
        tickets = old.tickets.clone();
        ends = old.ends.clone();
        costs = old.costs.clone();
        size = old.size;
        sum = old.sum;
        ticket = old.ticket;
        earliestEnd = old.earliestEnd;
    }
}
