package dev.hub.core.valkey;

/** When a command is sent again, until its time is over. What was redirected always is: the server did nothing. */
enum Repetition {
    /** Not once a server took it, or none did: it may run once only, and its caller wants to know at once. */
    NEVER,
    /** Until a server took it, and not after that: it may run once only, and its caller is patient. */
    UNTIL_TAKEN,
    /** After an unknown outcome: it may run twice. */
    AFTER_UNKNOWN,
    /** Also when no server took it. */
    ALWAYS;

    boolean isAfterUnknown() {
        return this == AFTER_UNKNOWN || this == ALWAYS;
    }

    boolean isUntilTaken() {
        return this == UNTIL_TAKEN || this == ALWAYS;
    }
}
