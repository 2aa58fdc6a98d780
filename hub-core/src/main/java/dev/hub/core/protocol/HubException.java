package dev.hub.core.protocol;

import dev.hub.core.channel.Namespaces;
import java.util.Optional;

/** A request that the hub, or the application behind it, refused. Carries what the client is told. */
public final class HubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final boolean temporary;

    /**
     * A refusal; it has no stack trace, for it is no accident.
     *
     * @param code of {@link ErrorCode}, or the application's own from 400 to 1999
     * @param temporary the same request may succeed later
     */
    public HubException(int code, String message, boolean temporary) {
        super(message, null, false, false);
        this.code = code;
        this.temporary = temporary;
    }

    /** Refused for {@code error}, with its own text. */
    public static HubException of(ErrorCode error) {
        return new HubException(error.code(), error.message(), error.isTemporary());
    }

    /** Refused for a channel of which {@code namespaces} have none; temporary while there may be others. */
    public static HubException unknownChannel(Namespaces namespaces) {
        return namespaces.areAllKnown()
                ? of(ErrorCode.UNKNOWN_CHANNEL)
                : of(ErrorCode.INTERNAL, "the namespaces that were set by the API are not known yet");
    }

    /** Refused for {@code error}, with a text that says more. */
    public static HubException of(ErrorCode error, String message) {
        return new HubException(error.code(), message, error.isTemporary());
    }

    /** Refused with {@code code}, which need not be one of ours. */
    public static HubException of(int code, String message) {
        boolean temporary = ErrorCode.of(code).map(ErrorCode::isTemporary).orElse(false);
        return new HubException(code, message, temporary);
    }

    /** Refused because only the hub publishes to the channels of {@code namespace}. */
    public static HubException reserved(String namespace) {
        return of(
                ErrorCode.PERMISSION_DENIED,
                "permission denied: only the hub itself publishes to the channels of namespace " + namespace);
    }

    /** The refusal inside {@code cause}; an internal error where it is none. */
    public static HubException from(Throwable cause) {
        return Optional.of(cause)
                .filter(HubException.class::isInstance)
                .map(HubException.class::cast)
                .orElseGet(() -> of(ErrorCode.INTERNAL));
    }

    /** The number that the client is told. */
    public int code() {
        return code;
    }

    /** The text that the client is told. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** The same request may succeed later. */
    public boolean isTemporary() {
        return temporary;
    }
}
