package dev.hub.core.protocol;

/**
 * Why the hub ends a subscription. From 2500 on the client subscribes again, below it does not.
 *
 * <p>Source: the Centrifuge client protocol.
 */
public enum UnsubscribeCode {
    /** An operator or a back end ended it. */
    SERVER(2000, "server unsubscribe"),
    /** Publications were lost and the stream cannot replace them. */
    INSUFFICIENT_STATE(2500, "insufficient state"),
    /** The subscription's token is past its time. */
    EXPIRED(2501, "subscription expired");

    private static final int FIRST_THAT_INVITES = 2500;

    private final int code;
    private final String reason;

    UnsubscribeCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** The client subscribes again. */
    public boolean invitesReturn() {
        return invitesReturn(code);
    }

    /** The client subscribes again after an unsubscribe with {@code code}. */
    public static boolean invitesReturn(int code) {
        return code >= FIRST_THAT_INVITES;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The text on the wire. */
    public String reason() {
        return reason;
    }
}
