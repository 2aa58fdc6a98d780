package dev.hub.core.protocol;

/**
 * Why the hub closes a connection. The range is the advice: after 3000 to 3499 the client reconnects, after 3500 to
 * 3999 and after 1009 it does not.
 *
 * <p>Source: the Centrifuge client protocol; 1xxx from RFC 6455, section 7.4.1. The reason is plain text of at most
 * 123 bytes, and never parses as JSON: the SDKs would read it as an object.
 */
public enum CloseCode {
    /** A frame broke the WebSocket protocol. */
    PROTOCOL_ERROR(1002, "protocol error"),
    /** A text frame was not valid UTF-8. */
    INVALID_UTF8(1007, "invalid UTF-8"),
    /** A message is larger than the limit. */
    MESSAGE_TOO_BIG(1009, "message too big"),

    /** The connection ended without fault. */
    CLOSED(3000, "connection closed"),
    /** This instance stops; another one will serve the client. */
    SHUTDOWN(3001, "shutdown"),
    /** The hub could not go on with this connection. */
    SERVER_ERROR(3004, "internal server error"),
    /** The connection's token is past its time and was not refreshed. */
    EXPIRED(3005, "connection expired"),
    /** A subscription's token is past its time and was not refreshed. */
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    /** The client reads more slowly than it is sent to. */
    SLOW(3008, "slow"),
    /** A write to the socket failed. */
    WRITE_ERROR(3009, "write error"),
    /** Publications were lost and the stream cannot replace them. */
    INSUFFICIENT_STATE(3010, "insufficient state"),
    /** An operator or a back end asks the client to reconnect. */
    FORCE_RECONNECT(3011, "force reconnect"),
    /** The client did not answer a ping in time. */
    NO_PONG(3012, "no pong"),
    /** The client asks too often. */
    TOO_MANY_REQUESTS(3013, "too many requests"),

    /** The token is forged, malformed, or for another purpose. */
    INVALID_TOKEN(3500, "invalid token"),
    /** The client broke the client protocol. */
    BAD_REQUEST(3501, "bad request"),
    /** The client did not authenticate in time. */
    STALE(3502, "stale"),
    /** An operator or a back end closed the connection for good. */
    FORCE_NO_RECONNECT(3503, "force disconnect"),
    /** This instance holds as many connections as it may. */
    CONNECTION_LIMIT(3504, "connection limit"),
    /** The connection holds as many subscriptions as it may. */
    CHANNEL_LIMIT(3505, "channel limit"),
    /** The client speaks another protocol than it announced. */
    INAPPROPRIATE_PROTOCOL(3506, "inappropriate protocol"),
    /** The client may not connect. */
    PERMISSION_DENIED(3507, "permission denied"),
    /** The feature is off on this hub. */
    NOT_AVAILABLE(3508, "not available"),
    /** Too many commands of this connection failed. */
    TOO_MANY_ERRORS(3509, "too many errors");

    private final int code;
    private final String reason;

    CloseCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The text on the wire. */
    public String reason() {
        return reason;
    }

    /** An official SDK connects again after a close with {@code code}. */
    public static boolean invitesReconnect(int code) {
        boolean terminal = (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000) || code == 1009;
        return !terminal;
    }
}
