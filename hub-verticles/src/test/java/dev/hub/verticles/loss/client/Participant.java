package dev.hub.verticles.loss.client;

import dev.hub.verticles.loss.judge.Track;
import java.util.Map;

/** One that reads, whatever it is made of. To be called on the context of the run. */
public interface Participant {
    /** Comes for the first time. */
    void start();

    /** Drops its connection and comes back after a while; one that cannot be told to stays. */
    default void leaveFor(long millis) {}

    /** From now on it does not leave by itself any more. */
    void stay();

    /** Goes for good. */
    void stop();

    /** Who it is. */
    String name();

    /** What it went through, by channel. */
    Map<String, Track> tracks();
}
