package dev.hub.core.valkey;

import org.jspecify.annotations.Nullable;

/** The private server cannot run; the message says why and what to do, and holds no secret. */
public final class PrivateServerException extends RuntimeException {
    PrivateServerException(String message) {
        this(message, null);
    }

    PrivateServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
