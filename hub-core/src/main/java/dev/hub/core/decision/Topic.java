package dev.hub.core.decision;

import java.util.Locale;

/** What a question is about. */
public enum Topic {
    /** A client wants to connect. */
    CONNECT,
    /** A connection runs out. */
    REFRESH,
    /** A client wants to subscribe. */
    SUBSCRIBE,
    /** A subscription runs out. */
    SUB_REFRESH,
    /** A client wants to publish. */
    PUBLISH,
    /** A client calls a method. */
    RPC;

    /** The topic's name in addresses and logs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The question may be asked twice without harm: the application only decides. Who publishes or calls may have caused
     * something.
     */
    public boolean isHarmless() {
        return this != PUBLISH && this != RPC;
    }
}
