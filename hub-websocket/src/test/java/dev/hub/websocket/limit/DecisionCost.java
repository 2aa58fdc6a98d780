package dev.hub.websocket.limit;

import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.RuleSet;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What it costs a connection to decide about a command by the rules that it counts itself: nanoseconds and bytes. Run
 * {@link #main} for figures; the bytes are tested.
 */
final class DecisionCost {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LoopLimits limits;
    private final Allowance[] connections = new Allowance[1000];
    private final Known publish = DecisionCost::publish;
    private long admitted;

    DecisionCost(List<LimitRule> rules) {
        limits = new LoopLimits(new CurrentLimits(RuleSet.of(rules)), InstantSource.system());
        for (int i = 0; i < connections.length; i++) {
            connections[i] = new Allowance();
        }
    }

    private static @Nullable String publish(String name) {
        return switch (name) {
            case Descriptors.OPERATION -> "publish";
            case Descriptors.CLIENT -> "-";
            case Descriptors.USER -> "anna";
            case Descriptors.CHANNEL_NAMESPACE -> "chat";
            default -> null;
        };
    }

    /** As a socket does it for each publication, of one connection after the other. */
    void decide(int times) {
        for (int i = 0; i < times; i++) {
            Plan plan = limits.plan(LimitedOperation.PUBLISH);
            boolean isAdmitted = plan.isEmpty()
                    || (limits.take(plan, connections[i % connections.length], publish, 1, 100)
                            && !plan.asksBeyond(publish));
            admitted += isAdmitted ? 1 : 0;
        }
    }

    /** Bytes that {@code times} decisions take from the heap. */
    long bytes(int times) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        decide(times);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** How many were admitted so far. */
    long admitted() {
        return admitted;
    }

    private void report(String what) {
        int times = 5_000_000;
        decide(times);
        decide(times);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 7; round++) {
            long begin = System.nanoTime();
            decide(times);
            best = Math.min(best, System.nanoTime() - begin);
        }
        double nanos = (double) best / times;
        System.out.println("%-34s %6.1f ns, %.3f bytes a decision (%d admitted)"
                .formatted(what, nanos, (double) bytes(times) / times, admitted));
    }

    /** Prints figures for no rules, for the default rules, and for one that refuses. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        new DecisionCost(List.of()).report("no rules");
        new DecisionCost(DefaultRules.all()).report("default rules");
        List<LimitRule> three = List.of(
                LoopLimitsTest.publishRule("a", 1_000_000_000),
                LoopLimitsTest.publishRule("b", 1_000_000_000),
                LoopLimitsTest.publishRule("c", 1_000_000_000));
        new DecisionCost(three).report("three rules");
        new DecisionCost(List.of(LoopLimitsTest.publishRule("a", 0))).report("one that refuses");
    }
}
