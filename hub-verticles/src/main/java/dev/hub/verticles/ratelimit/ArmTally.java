package dev.hub.verticles.ratelimit;

import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.ArmReport.Counted;
import dev.hub.core.ratelimit.LimitCounts;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Counts what one quota of a rule does. Counted on one event loop, read from any thread. */
final class ArmTally {
    /** Between two looks at the counts, of which the last minute is made. */
    static final Duration STEP = Duration.ofSeconds(5);

    private static final int STEPS = (int) (Counted.RECENT_SECONDS / STEP.toSeconds());

    final Tally admitted = new Tally();
    final Tally refused = new Tally();
    final Tally shadowRefused = new Tally();
    final Tally errors = new Tally();
    final Tally remembered = new Tally();
    final Tally leases = new Tally();
    final Tally units = new Tally();

    private final Timer wait;
    private final long sinceNanos;
    private final Deque<LimitCounts> past = new ArrayDeque<>();

    /** Nothing yet; {@code wait} takes how long Valkey needs. */
    ArmTally(long nowNanos, Timer wait) {
        this.wait = wait;
        sinceNanos = nowNanos;
        past.add(LimitCounts.NONE);
    }

    /** The rule said so of something. */
    void decided(boolean isAllowed, boolean isEnforced) {
        Tally result = isAllowed ? admitted : isEnforced ? refused : shadowRefused;
        result.add(1);
    }

    /** Valkey took so long. */
    void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A step of time is over. */
    void step() {
        past.add(total());
        if (past.size() > STEPS) {
            past.remove();
        }
    }

    /** Holds so much in so many slices now. */
    void holds(long slices, long left) {
        leases.add(slices - leases.value());
        units.add(left - units.value());
    }

    private LimitCounts total() {
        return new LimitCounts(
                admitted.value(), refused.value(), shadowRefused.value(), errors.value(), remembered.value());
    }

    Counted counted(long nowNanos) {
        LimitCounts total = total();
        long seconds = Duration.ofNanos(nowNanos - sinceNanos).toSeconds();
        return new Counted(total, seconds, total.since(past.getFirst()));
    }
}
