package dev.hub.verticles.loss.scene;

import java.time.Duration;

/** One thing that is done to servers, hubs or the links between them. */
public sealed interface Fault {
    /** The servers close all connections that subscribe; what was published meanwhile is lost to these. */
    record CutSubscriberLinks() implements Fault {}

    /** The servers close all connections of the hubs. */
    record CutAllLinks() implements Fault {}

    /** The servers forget all scripts. */
    record FlushScripts() implements Fault {}

    /** The primary of a key is killed by SIGKILL: restarted when it stands alone, else replaced and taken back. */
    record KillPrimary(String key) implements Fault {}

    /**
     * The replicas of a key's primary are cut off, it goes on alone for a while, and is killed: what it took in that time
     * is gone.
     */
    record LoseTail(String key, Duration alone) implements Fault {}

    /** A replica takes over from the primary of a key because it is told to. */
    record FailOver(String key) implements Fault {}

    /** The slot of a key moves to another primary while it is written to. */
    record MoveSlot(String key) implements Fault {}

    /** A hub is killed by SIGKILL and started again on the same port. It is over at once, for there are other hubs. */
    record KillHub(int hub) implements Fault {}

    /** Nothing passes between a hub and the server, without an end of the connections; then everything that was held back. */
    record Blackhole(int hub, Duration time) implements Fault {}

    /** The primary of a key stands still (SIGSTOP), for less than would have it replaced. */
    record Freeze(String key, Duration time) implements Fault {}

    /** A hub stands still (SIGSTOP); to the servers and its clients it is there, and silent. */
    record FreezeHub(int hub, Duration time) implements Fault {}
}
