package dev.hub.verticles.launch;

import java.time.Duration;
import java.util.function.Supplier;

/** How far a long work is, in one line that is written over and over; nothing where nobody looks at a terminal. */
final class ProgressLine {
    private static final String CLEAR = "\r\u001b[K";
    private static final long EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final Surroundings surroundings;
    private long shownAt = System.nanoTime();
    private boolean isShown;

    ProgressLine(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Shows {@code text} in place of what was there, five times a second at most. */
    void show(Supplier<String> text) {
        long now = System.nanoTime();
        if (surroundings.coloured() && now - shownAt >= EVERY_NANOS) {
            surroundings.err().print(CLEAR + text.get());
            surroundings.err().flush();
            shownAt = now;
            isShown = true;
        }
    }

    /** Leaves the line as it was before. */
    void clear() {
        if (isShown) {
            surroundings.err().print(CLEAR);
            surroundings.err().flush();
            isShown = false;
        }
    }
}
