package dev.hub.core.presence;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.presence.PresenceGroup.Occupancy;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.valkey.Keyspace;

/**
 * Where a group lies in Valkey: with its channel, whose place depends on whether the namespace has wildcards.
 *
 * @param wildcards name of the namespace if it has them, else empty
 */
public record GroupPlace(PresenceGroup group, String wildcards) {
    /** A user's place. */
    public static GroupPlace of(OfUser user) {
        return new GroupPlace(user, "");
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static GroupPlace parse(String text) {
        String[] words = text.split(" ", 3);
        if (words.length < 3) {
            throw new IllegalArgumentException("a group's name has " + words.length + " of 3 words");
        }
        PresenceGroup group = switch (words[0]) {
            case "c" -> new OfChannel(new ChannelName(words[2]));
            case "o" -> new Occupancy(new ChannelName(words[2]));
            case "u" -> new OfUser(words[2]);
            default -> throw new IllegalArgumentException("a group is c, o or u, got " + words[0]);
        };
        return new GroupPlace(group, words[1]);
    }

    /** {@code c|o|u <namespace with wildcards> <channel or user>}; as it stands in an instance's list of groups. */
    public String text() {
        return switch (group) {
            case OfChannel of -> "c " + wildcards + " " + of.channel().value();
            case Occupancy of -> "o " + wildcards + " " + of.channel().value();
            case OfUser of -> "u  " + of.user();
        };
    }

    /** What the names of its keys begin with. */
    String base(Keyspace keys) {
        return switch (group) {
            case OfChannel of -> channelBase(keys, of.channel());
            case Occupancy of -> keys.occupancy(channelBase(keys, of.channel()));
            case OfUser of -> keys.user(of.user());
        };
    }

    /** Where its events wait: a channel has one outbox, so that its events have one order. */
    String outbox(Keyspace keys) {
        return switch (group) {
            case OfChannel of -> keys.outbox(channelBase(keys, of.channel()));
            case Occupancy of -> keys.outbox(channelBase(keys, of.channel()));
            case OfUser of -> keys.outbox(keys.user(of.user()));
        };
    }

    /** On which pub/sub channel joins and leaves are told; empty for none. */
    String pubSub(Keyspace keys) {
        return group instanceof OfChannel of ? channelBase(keys, of.channel()) : "";
    }

    private String channelBase(Keyspace keys, ChannelName channel) {
        return wildcards.isEmpty() ? keys.channel(channel) : keys.channel(channel, wildcards);
    }
}
