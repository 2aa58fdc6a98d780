package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.store.Reading;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Valkey refused a moment ago, so that asking for the same again costs no round trip. What is given back elsewhere in
 * between is noticed {@link #LONGEST} later at most. Belongs to one event loop; times are monotonic.
 */
final class Refusals {
    /** How long a refusal is gone by without asking again. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private final Map<LimiterKey, Refused> recent;

    /** Remembers at most {@code most}; the eldest give way. */
    Refusals(int most) {
        recent = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<LimiterKey, Refused> eldest) {
                return size() > most;
            }
        };
    }

    private record Refused(CountedArm arm, long cost, Reading reading, long askedAt) {
        private boolean isOver(long nowNanos) {
            long wait = reading.retryAfterMicros() * 1000;
            long kept = wait < 0 ? LONGEST.toNanos() : Math.min(wait, LONGEST.toNanos());
            return nowNanos - askedAt >= kept;
        }
    }

    /** Valkey refused this, on a question that was sent at {@code askedAt}. */
    void refused(Charge charge, Reading reading, long askedAt) {
        if (!charge.arm().refusesForSure()) {
            return;
        }
        Refused before = recent.get(charge.key());
        if (before == null
                || before.arm() != charge.arm()
                || before.isOver(askedAt)
                || charge.cost() <= before.cost()) {
            recent.remove(charge.key());
            recent.put(charge.key(), new Refused(charge.arm(), charge.cost(), reading, askedAt));
        }
    }

    /** The refusal that holds for this; null if Valkey has to be asked. */
    @Nullable
    Standing find(Charge charge, long nowNanos) {
        Refused refused = recent.get(charge.key());
        if (refused == null) {
            return null;
        }
        if (refused.arm() != charge.arm() || refused.isOver(nowNanos)) {
            recent.remove(charge.key());
            return null;
        }
        return charge.cost() < refused.cost() ? null : standing(charge, refused, nowNanos);
    }

    private static Standing standing(Charge charge, Refused refused, long nowNanos) {
        Reading then = refused.reading();
        long passed = (nowNanos - refused.askedAt()) / 1000;
        long retry = then.retryAfterMicros();
        Reading now = new Reading(
                false,
                then.remaining(),
                retry < 0 ? retry : Math.max(1, retry - passed),
                Math.max(0, then.resetMicros() - passed),
                then.window());
        return now.standing(charge.rule(), charge.arm().rate().limit());
    }

    /** Something was given back: Valkey has to be asked. */
    void forget(LimiterKey key) {
        recent.remove(key);
    }

    int size() {
        return recent.size();
    }
}
