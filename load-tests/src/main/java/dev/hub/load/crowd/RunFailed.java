package dev.hub.load.crowd;

/** A measurement could not be made, and why. The rest of the suite goes on; the report says so. */
public final class RunFailed extends RuntimeException {
    public RunFailed(String message) {
        super(message);
    }

    public RunFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
