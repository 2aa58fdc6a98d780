package dev.hub.core.ratelimit.algorithm;

import java.util.Arrays;

/**
 * Each admission with its time, for a period: 16 bytes for each moment with one. Grows as needed up to the limit. A clock that
 * stepped back frees later by as much; one that is more than a period behind takes all for admitted now.
 */
public final class LocalLog implements LocalLimiter {
    private static final int FIRST_SIZE = 8;

    private final Rate rate;
    private final long limit;
    private final long period;
    private long[] times = new long[FIRST_SIZE];
    private long[] costs = new long[FIRST_SIZE];
    private int first;
    private int size;
    private long sum;

    /** An empty one. */
    LocalLog(Rate rate) {
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
        add(cost, nowMicros);
        return true;
    }

    private void trim(long now) {
        while (size > 0 && times[first] <= now - period) {
            sum -= costs[first];
            first = next(first);
            size--;
        }
        if (size > 0 && times[at(size - 1)] > now + period) {
            long all = sum;
            size = 0;
            sum = 0;
            add(all, now);
        }
    }

    private void add(long cost, long now) {
        if (cost == 0) {
            return;
        }
        sum += cost;
        int place = size;
        while (place > 0 && times[at(place - 1)] > now) {
            place--;
        }
        if (place > 0 && times[at(place - 1)] == now) {
            costs[at(place - 1)] += cost;
        } else {
            insert(place, now, cost);
        }
    }

    private void insert(int place, long time, long cost) {
        if (size == times.length) {
            grow();
        }
        for (int i = size; i > place; i--) {
            times[at(i)] = times[at(i - 1)];
            costs[at(i)] = costs[at(i - 1)];
        }
        times[at(place)] = time;
        costs[at(place)] = cost;
        size++;
    }

    private void grow() {
        times = straight(times);
        costs = straight(costs);
        first = 0;
    }

    private long[] straight(long[] ring) {
        long[] longer = Arrays.copyOf(Arrays.copyOfRange(ring, first, ring.length), ring.length * 2);
        System.arraycopy(ring, 0, longer, ring.length - first, first);
        return longer;
    }

    private int at(int place) {
        return (first + place) & (times.length - 1);
    }

    private int next(int index) {
        return (index + 1) & (times.length - 1);
    }

    @Override
    public void refund(long amount, long nowMicros) {
        trim(nowMicros);
        long left = Math.min(amount, sum);
        sum -= left;
        while (left > 0) {
            int last = at(size - 1);
            long part = Math.min(left, costs[last]);
            costs[last] -= part;
            left -= part;
            if (costs[last] == 0) {
                size--;
            }
        }
    }

    @Override
    public void charge(long amount, long nowMicros) {
        trim(nowMicros);
        add(Math.min(amount, Rate.MAX_COUNT - sum), nowMicros);
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
        int place = 0;
        while (over > costs[at(place)]) {
            over -= costs[at(place)];
            place++;
        }
        return times[at(place)] + period - nowMicros;
    }

    @Override
    public long resetMicros(long nowMicros) {
        trim(nowMicros);
        return limit == 0 || size == 0 ? 0 : times[at(size - 1)] + period - nowMicros;
    }

    /** Goes on with what is used of {@code old}. */
    void continueFrom(LocalLog old) {
        times = old.times.clone();
        costs = old.costs.clone();
        first = old.first;
        size = old.size;
        sum = old.sum;
    }
}
