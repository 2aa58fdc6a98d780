package dev.hub.load.server;

/** A server under test did not come up. It is left out; the report says so. */
public final class StartFailed extends RuntimeException {
    StartFailed(String message) {
        super(message);
    }

    StartFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
