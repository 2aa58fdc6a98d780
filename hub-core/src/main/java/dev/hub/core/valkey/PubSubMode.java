package dev.hub.core.valkey;

import io.vertx.redis.client.Command;

/**
 * By which commands a channel's messages travel. Publisher and subscriber use the same for a channel because both ask
 * the node that owns its slot.
 */
public enum PubSubMode {
    /** PUBLISH and SUBSCRIBE; in a cluster every message goes to all nodes. */
    CLASSIC,
    /** SPUBLISH and SSUBSCRIBE: messages stay with the owner of the slot. Clusters of Valkey, or Redis 7 and later. */
    SHARDED;

    Command command() {
        return switch (this) {
            case CLASSIC -> Command.PUBLISH;
            case SHARDED -> Command.SPUBLISH;
        };
    }

    /** Name of the command that publishes, for scripts: {@code redis.call(ARGV[1], channel, message)}. */
    public String commandName() {
        return switch (this) {
            case CLASSIC -> "PUBLISH";
            case SHARDED -> "SPUBLISH";
        };
    }
}
