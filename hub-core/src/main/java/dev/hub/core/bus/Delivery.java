package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.EncodedPush;
import org.jspecify.annotations.Nullable;

/**
 * A publication on its way from the channel's shard to one event loop: handed over by reference, once for all
 * subscribers there.
 *
 * @param channel that the receiver attached to; for a pattern, not the one published to
 * @param position where it is in the stream; null in a channel without history
 * @param publication the publication's JSON, for receivers that are no socket
 * @param push the frame for the sockets
 * @param delta the frames for sockets that asked for deltas; null when none did
 */
public record Delivery(
        ChannelName channel,
        @Nullable StreamPosition position,
        Payload publication,
        EncodedPush push,
        @Nullable DeltaFrames delta)
        implements ChannelEvent {

    /**
     * The two forms of a publication for subscribers with delta: its data is a JSON string in both.
     *
     * @param whole the data itself, for who does not know the publication before
     * @param patch what changed since the publication delivered before; null when there is none, or it is no shorter
     */
    public record DeltaFrames(EncodedPush whole, @Nullable EncodedPush patch) {}
}
