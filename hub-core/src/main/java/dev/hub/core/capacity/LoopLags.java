package dev.hub.core.capacity;

import java.util.HashMap;
import java.util.Map;

/** How late the event loops are. One that has not reported when it should have is late by that much already. */
public final class LoopLags {
    private final long intervalNanos;
    private final Map<String, Report> reports = new HashMap<>();

    private record Report(long lagMicros, long atNanos) {}

    /** Of loops that report each {@code intervalNanos}. */
    public LoopLags(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    /** A loop was late by that much at worst since its last report. */
    public void report(String loop, long lagMicros, long nowNanos) {
        reports.put(loop, new Report(lagMicros, nowNanos));
    }

    /** A loop has ended. */
    public void forget(String loop) {
        reports.remove(loop);
    }

    /** The most that one of them is late. */
    public long worstMicros(long nowNanos) {
        long worst = 0;
        for (Report each : reports.values()) {
            long silent = (nowNanos - each.atNanos() - intervalNanos) / 1000;
            worst = Math.max(worst, Math.max(each.lagMicros(), silent));
        }
        return worst;
    }
}
