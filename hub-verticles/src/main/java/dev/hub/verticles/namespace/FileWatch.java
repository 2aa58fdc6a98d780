package dev.hub.verticles.namespace;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a file again and again, and says when it has changed. Looking works where notifications do not: mounted into
 * a container, on a network file system, and when the file is replaced by another one of its name.
 */
final class FileWatch {
    /** A change is noticed after one look, and told after two. */
    static final Duration LOOK = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path file;
    private final Runnable changed;
    private final Settling settling = new Settling();
    private boolean isLooking;

    /**
     * A watch that has not begun.
     *
     * @param changed called on the event loop
     */
    FileWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
    }

    /** Begins, on the caller's event loop: with a first call, so that no change is missed before. Ends with the verticle. */
    void begin(Vertx vertx) {
        look(vertx);
        vertx.setPeriodic(LOOK.toMillis(), tick -> look(vertx));
    }

    private void look(Vertx vertx) {
        if (isLooking) {
            return;
        }
        isLooking = true;
        vertx.executeBlocking(() -> Fingerprint.of(file), false)
                .onSuccess(this::saw)
                .onFailure(cause -> LOG.warn("{} cannot be looked at", file, cause))
                .onComplete(done -> isLooking = false);
    }

    private void saw(Fingerprint now) {
        if (settling.isDue(now)) {
            changed.run();
        } else if (settling.isLost()) {
            LOG.warn("{} is gone; what it said stays in force", file);
        }
    }
}
