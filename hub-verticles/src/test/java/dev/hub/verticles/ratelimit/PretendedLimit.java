package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.algorithm.Holding;
import dev.hub.core.ratelimit.store.HoldReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A limit that never refills, and keeps what it promised to holders as Valkey does. */
final class PretendedLimit {
    private final long limit;
    private final Duration length;
    private final Map<String, Held> holders = new HashMap<>();
    private long used;

    private record Held(long sequence, long spent, long amount, long end) {}

    PretendedLimit(long limit, Duration length) {
        this.limit = limit;
        this.length = length;
    }

    boolean take(long cost, long now) {
        expire(now);
        boolean isThere = used + held() + cost <= limit;
        used += isThere ? cost : 0;
        return isThere;
    }

    HoldReply hold(String holder, Holding.Request request, long now) {
        expire(now);
        Held before = holders.get(holder);
        if (before != null && request.sequence() <= before.sequence()) {
            return reply(before.amount());
        }
        used += request.spent() - (before == null ? request.confirmed() : before.spent());
        holders.remove(holder);
        long amount = Math.max(0, Math.min(request.want(), limit - used - held()));
        holders.put(holder, new Held(request.sequence(), request.spent(), amount, now + length.toNanos()));
        return reply(amount);
    }

    /** What is not reported in time counts as spent, all of it. */
    private void expire(long now) {
        holders.values().removeIf(each -> {
            boolean isOver = each.end() <= now;
            used += isOver ? each.amount() : 0;
            return isOver;
        });
    }

    private long held() {
        return holders.values().stream().mapToLong(Held::amount).sum();
    }

    private HoldReply reply(long amount) {
        return new HoldReply(amount, Math.max(0, limit - used - held()), 0, 0);
    }
}
