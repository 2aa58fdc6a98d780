package dev.hub.core.protocol;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a command was refused, as the client is told in an {@code error} reply. Codes 400 to 1999 are free for the
 * application. A temporary error invites the client to try again with back-off; any other ends the attempt.
 *
 * <p>Source: the Centrifuge client protocol.
 */
public enum ErrorCode {
    /** The hub could not do it now; the cause is on its side. */
    INTERNAL(100, "internal server error", true),
    /** No connection may be made without a token here. */
    UNAUTHORIZED(101, "unauthorized", false),
    /** The channel lies in a namespace that nobody configured. */
    UNKNOWN_CHANNEL(102, "unknown channel", false),
    /** The client may not do that. */
    PERMISSION_DENIED(103, "permission denied", false),
    /** No handler has this rpc method. */
    METHOD_NOT_FOUND(104, "method not found", false),
    /** This connection is subscribed to the channel already. */
    ALREADY_SUBSCRIBED(105, "already subscribed", false),
    /** A configured limit would be passed. */
    LIMIT_EXCEEDED(106, "limit exceeded", false),
    /** The command is well-formed but makes no sense. */
    BAD_REQUEST(107, "bad request", false),
    /** The feature is off for this channel or this hub. */
    NOT_AVAILABLE(108, "not available", false),
    /** The token is past its time; the client is to fetch a new one. */
    TOKEN_EXPIRED(109, "token expired", false),
    /** The connection is past its time. */
    EXPIRED(110, "expired", false),
    /** The client asks too often. */
    TOO_MANY_REQUESTS(111, "too many requests", true),
    /** The stream no longer reaches back to the client's position. */
    UNRECOVERABLE_POSITION(112, "unrecoverable position", false),
    /** The job is not the worker's any more: another may have it, or it is over. */
    STALE_EPOCH(120, "stale epoch", false),
    /** The queue has as many jobs waiting as it may, or takes none. */
    QUEUE_FULL(121, "queue full", true),
    /** There is no such job, or not any more. */
    UNKNOWN_JOB(122, "unknown job", false);

    private final int code;
    private final String message;
    private final boolean temporary;

    ErrorCode(int code, String message, boolean temporary) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
    }

    /** The constant with the number {@code code}; empty for a number of the application's. */
    public static Optional<ErrorCode> of(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The text on the wire. */
    public String message() {
        return message;
    }

    /** The client may try again. */
    public boolean isTemporary() {
        return temporary;
    }
}
