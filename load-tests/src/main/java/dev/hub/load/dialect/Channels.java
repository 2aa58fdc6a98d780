package dev.hub.load.dialect;

/** Which channel a subscriber takes. */
public enum Channels {
    /** All the same one. */
    SHARED,
    /** Each its own. */
    OWN;

    String of(int number) {
        return this == SHARED ? "load" : "load-" + number;
    }
}
