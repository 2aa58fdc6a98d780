package dev.hub.core.bus;

/** To try the job again is of no use: it is dead. */
public final class UnrecoverableJobException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** {@code message} is kept with the job. */
    public UnrecoverableJobException(String message) {
        super(message);
    }
}
