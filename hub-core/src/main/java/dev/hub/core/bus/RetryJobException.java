package dev.hub.core.bus;

import java.time.Duration;

/** The attempt failed; the next one is to be made after {@link #delay}, whatever the job's backoff says. */
public final class RetryJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration delay;

    /** {@code message} is kept with the job. */
    public RetryJobException(String message, Duration delay) {
        super(message);
        this.delay = delay;
    }

    /** How long to wait. */
    public Duration delay() {
        return delay;
    }
}
