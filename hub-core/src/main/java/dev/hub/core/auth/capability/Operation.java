package dev.hub.core.auth.capability;

import java.util.Arrays;
import java.util.Optional;

/** What a capability can allow. Written as in the {@code caps} claim. */
public enum Operation {
    /** To subscribe to a channel. */
    SUBSCRIBE("sub"),
    /** To publish to a channel. */
    PUBLISH("pub"),
    /** To read who is in a channel, and to be told who comes and goes. */
    PRESENCE("prs"),
    /** To read a channel's history, and with it to ask for positions and recovery. */
    HISTORY("hst"),
    /** To call a method of the application. */
    RPC("rpc");

    private final String word;

    Operation(String word) {
        this.word = word;
    }

    /** The operation that is written {@code word}. */
    public static Optional<Operation> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    @Override
    public String toString() {
        return word;
    }
}
