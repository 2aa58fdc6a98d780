package dev.hub.core.valkey;

import io.vertx.redis.client.Command;

/**
 * By which commands a channel's messages travel. Publisher and subscriber use the same for a channel because both ask
 * the node that owns its slot.
 */
public enum PubSubMode {
    /** PUBLISH and SUBSCRIBE; in a cluster every message goes to all nodes. */
    CLASSIC(Command.PUBLISH, "PUBLISH"),
    /** SPUBLISH and SSUBSCRIBE: messages stay with the owner of the slot. Clusters of Valkey, or Redis 7 and later. */
    SHARDED(Command.SPUBLISH, "SPUBLISH");

    private final Command command;
    private final String commandName;

    PubSubMode(Command command, String commandName) {
        this.command = command;
        this.commandName = commandName;
    }

    Command command() {
        return command;
    }

    /** Name of the command that publishes, for scripts: {@code redis.call(ARGV[1], channel, message)}. */
    public String commandName() {
        return commandName;
    }
}
