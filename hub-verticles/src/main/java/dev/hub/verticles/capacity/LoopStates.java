package dev.hub.verticles.capacity;

import dev.hub.core.bus.LoopState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the event loops with sockets last said of themselves. One that has not reported when it should have is late by that
 * much already. On one event loop.
 */
final class LoopStates {
    private final long intervalNanos;
    private final Map<String, Report> latest = new HashMap<>();

    /** {@code perInterval} is how many messages came in an interval, by this report and the one before. */
    private record Report(LoopState state, long atNanos, double perInterval) {}

    /** Of loops that report each {@code intervalNanos}. */
    LoopStates(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    void heard(LoopState state, long nowNanos) {
        Report before = latest.get(state.loop());
        latest.put(state.loop(), new Report(state, nowNanos, rate(before, state, nowNanos)));
    }

    private double rate(@Nullable Report before, LoopState state, long nowNanos) {
        long news = before == null
                ? 0
                : Math.max(0, state.received() - before.state().received());
        long passed = before == null ? intervalNanos : Math.max(intervalNanos, nowNanos - before.atNanos());
        return (double) news * intervalNanos / passed;
    }

    /** The most that one of them is late. */
    long worstLagMicros(long nowNanos) {
        long worst = 0;
        for (Report each : latest.values()) {
            long silent = (nowNanos - each.atNanos() - intervalNanos) / 1000;
            worst = Math.max(worst, Math.max(each.state().lagMicros(), silent));
        }
        return worst;
    }

    /** How much of the memory for what waits for clients is taken. */
    int queuePercent() {
        return latest.values().stream()
                .mapToInt(each -> each.state().queuePercent())
                .max()
                .orElse(0);
    }

    /** Messages from clients in an interval, by what each loop said last: one that is too busy to say it is not idle. */
    long receivedPerInterval() {
        return Math.round(
                latest.values().stream().mapToDouble(Report::perInterval).sum());
    }
}
