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
    private int first;
    private int size;
    private boolean isUnordered;
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
        int place = Arrays.binarySearch(tickets, first, first + size, ticketTaken);
        if (place < 0) {
            return false;
        }
        remove(place);
        return true;
    }

    private void remove(int place) {
        sum -= costs[place];
        int behind = first + size - place - 1;
        System.arraycopy(tickets, place + 1, tickets, place, behind);
        System.arraycopy(ends, place + 1, ends, place, behind);
        System.arraycopy(costs, place + 1, costs, place, behind);
        size--;
    }

    private void trim(long now) {
        if (now < earliestEnd) {
            return;
        }
        while (size > 0 && ends[first] <= now) {
            sum -= costs[first];
            first++;
            size--;
        }
        if (isUnordered) {
            trimAnywhere(now);
        }
        earliestEnd = Long.MAX_VALUE;
        if (size > 0) {
            earliestEnd = isUnordered ? Long.MIN_VALUE : ends[first];
        }
    }

    /** After the clock stepped back, those that end first are not always in front. */
    private void trimAnywhere(long now) {
        for (int i = first + size - 1; i >= first; i--) {
            if (ends[i] <= now) {
                remove(i);
            }
        }
        isUnordered = size > 0;
    }

    @Override
    public void charge(long amount, long nowMicros) {
        trim(nowMicros);
        ticket++;
        if (amount == 0) {
            return;
        }
        if (first + size == tickets.length) {
            makeRoom();
        }
        int place = first + size;
        long end = nowMicros + period;
        isUnordered |= size > 0 && end < ends[place - 1];
        tickets[place] = ticket;
        ends[place] = end;
        costs[place] = Math.min(amount, Rate.MAX_COUNT - sum);
        earliestEnd = Math.min(earliestEnd, end);
        sum += costs[place];
        size++;
    }

    private void makeRoom() {
        int length = size > tickets.length / 2 ? 2 * tickets.length : tickets.length;
        tickets = moved(tickets, length);
        ends = moved(ends, length);
        costs = moved(costs, length);
        first = 0;
    }

    private long[] moved(long[] values, int length) {
        long[] target = length == values.length ? values : new long[length];
        System.arraycopy(values, first, target, 0, size);
        return target;
    }

    /** Gives back what was taken last. */
    @Override
    public void refund(long amount, long nowMicros) {
        trim(nowMicros);
        long left = Math.min(amount, sum);
        while (left > 0) {
            int last = first + size - 1;
            long part = Math.min(left, costs[last]);
            costs[last] -= part;
            sum -= part;
            left -= part;
            if (costs[last] == 0) {
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
        long[] byEnd = Arrays.copyOfRange(ends, first, first + size);
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
        for (int i = first; i < first + size; i++) {
            ended += ends[i] <= time ? costs[i] : 0;
        }
        return ended;
    }

    @Override
    public long resetMicros(long nowMicros) {
        trim(nowMicros);
        long last = nowMicros;
        for (int i = first; i < first + size; i++) {
            last = Math.max(last, ends[i]);
        }
        return limit == 0 ? 0 : last - nowMicros;
    }

    /** Goes on with what is used of {@code old}. */
    void continueFrom(LocalSlots old) {
        tickets = old.tickets.clone();
        ends = old.ends.clone();
        costs = old.costs.clone();
        first = old.first;
        size = old.size;
        isUnordered = old.isUnordered;
        sum = old.sum;
        ticket = old.ticket;
        earliestEnd = old.earliestEnd;
    }
}
