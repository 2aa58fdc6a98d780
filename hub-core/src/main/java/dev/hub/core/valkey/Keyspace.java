package dev.hub.core.valkey;

import dev.hub.core.channel.ChannelName;

/**
 * The names of everything that the hub keeps in Valkey or publishes there. Tabled in docs/keys.md. What one script
 * touches shares a hash tag, the part in braces, and so lies in one slot of a cluster.
 *
 * @param prefix of all names; hubs that share it are one hub. Default {@code hub:}
 */
public record Keyspace(String prefix) {
    /** Checks that the prefix holds no brace, which would spoil the hash tags. */
    public Keyspace {
        if (prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
            throw new IllegalArgumentException("valkey.prefix must not contain braces, got \"" + prefix + "\"");
        }
    }

    /** Pub/sub channel on which a channel's publications go to all instances. */
    public String channel(ChannelName channel) {
        return prefix + "{c:" + channel.value() + "}";
    }

    /** HASH of the living instances. */
    public String nodes() {
        return prefix + "{n}:nodes";
    }

    /** Pub/sub channel on which all instances are told what to do. */
    public String control() {
        return prefix + "{n}:control";
    }
}
