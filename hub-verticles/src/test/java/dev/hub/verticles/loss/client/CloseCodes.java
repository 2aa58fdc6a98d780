package dev.hub.verticles.loss.client;

/** What the codes of a close frame mean to every SDK. */
final class CloseCodes {
    /** The position of a server-side subscription was lost. */
    static final int INSUFFICIENT_STATE = 3010;

    private static final int TOO_BIG = 1009;

    private CloseCodes() {}

    /** The client must not come back. */
    static boolean isTerminal(int code) {
        return code == TOO_BIG || (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
    }
}
