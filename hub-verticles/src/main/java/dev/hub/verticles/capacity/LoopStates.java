package dev.hub.verticles.capacity;

import dev.hub.core.bus.LoopState;
import java.util.HashMap;
import java.util.Map;

/**
 * What the event loops with sockets last said of themselves. One that has not reported when it should have is late by that
 * much already. On one event loop.
 */
final class LoopStates {
    private final long intervalNanos;
    private final Map<String, Report> latest = new HashMap<>();
    private long counted;

    private record Report(LoopState state, long atNanos) {}

    /** Of loops that report each {@code intervalNanos}. */
    LoopStates(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    void heard(LoopState state, long nowNanos) {
        latest.put(state.loop(), new Report(state, nowNanos));
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

    /** Messages from clients since this was asked before. */
    long takeReceived() {
        long all = latest.values().stream()
                .mapToLong(each -> each.state().received())
                .sum();
        long news = all - counted;
        counted = all;
        return news;
    }
}
