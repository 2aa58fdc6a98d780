package dev.hub.core.event;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ReservedNamespaces;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The channels that events are published to: {@code events:0} and on. All events of one channel, or of one user, come in
 * one of them, in their order.
 *
 * @param partitions how many there are, 1 to {@value #MAX_PARTITIONS}; the same on all instances
 */
public record EventChannels(int partitions) {
    /** Most channels. */
    public static final int MAX_PARTITIONS = 64;

    /** Checks the number. */
    public EventChannels {
        if (partitions < 1 || partitions > MAX_PARTITIONS) {
            throw new IllegalArgumentException("partitions must be 1 to " + MAX_PARTITIONS + ", got " + partitions);
        }
    }

    /** All of them, in order. */
    public List<ChannelName> all() {
        return IntStream.range(0, partitions).mapToObj(EventChannels::channel).toList();
    }

    /** The one that {@code event} goes to. */
    public ChannelName of(Event event) {
        int hash = event.subject().key().hashCode();
        return channel(Math.floorMod(hash ^ (hash >>> 16), partitions));
    }

    private static ChannelName channel(int partition) {
        return new ChannelName(ReservedNamespaces.EVENTS + ":" + partition);
    }
}
