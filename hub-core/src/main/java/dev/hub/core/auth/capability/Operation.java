package dev.hub.core.auth.capability;

import java.util.Arrays;
import java.util.Optional;

/** What a capability can allow. Written as in the {@code caps} claim. */
public enum Operation {
    /** To subscribe to a channel. */
    SUBSCRIBE("sub", Subject.CHANNELS),
    /** To publish to a channel. */
    PUBLISH("pub", Subject.CHANNELS),
    /** To read who is in a channel, and to be told who comes and goes. */
    PRESENCE("prs", Subject.CHANNELS),
    /** To read a channel's history, and with it to ask for positions and recovery. */
    HISTORY("hst", Subject.CHANNELS),
    /** To call a method of the application. */
    RPC("rpc", Subject.METHODS),
    /** To put jobs into a queue. */
    SUBMIT("submit", Subject.QUEUES),
    /** To work on the jobs of a queue. */
    WORK("work", Subject.QUEUES),
    /** To look at a queue and its jobs, and to wait for their results. */
    READ("read", Subject.QUEUES),
    /** To cancel, retry and remove jobs of a queue, and to change, pause and purge it. */
    MANAGE("manage", Subject.QUEUES);

    /** What names in a capability an operation is for. */
    public enum Subject {
        CHANNELS,
        METHODS,
        QUEUES
    }

    private final String word;
    private final Subject subject;

    Operation(String word, Subject subject) {
        this.word = word;
        this.subject = subject;
    }

    /** What it is done with. */
    public Subject subject() {
        return subject;
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
