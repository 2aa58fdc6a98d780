package dev.hub.verticles.capacity;

import dev.hub.core.bus.LoopState;
import java.util.HashMap;
import java.util.Map;

/** What the event loops with sockets last said of themselves. On one event loop. */
final class LoopStates {
    private final Map<String, LoopState> latest = new HashMap<>();
    private long counted;

    void heard(LoopState state) {
        latest.put(state.loop(), state);
    }

    /** How much of the memory for what waits for clients is taken. */
    int queuePercent() {
        return latest.values().stream().mapToInt(LoopState::queuePercent).max().orElse(0);
    }

    /** Messages from clients since this was asked before. */
    long takeReceived() {
        long all = latest.values().stream().mapToLong(LoopState::received).sum();
        long news = all - counted;
        counted = all;
        return news;
    }
}
