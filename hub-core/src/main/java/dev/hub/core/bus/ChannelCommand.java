package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the ChannelVerticle that owns a channel is asked to do. Rights were checked before. */
public sealed interface ChannelCommand {
    /** The channel it is about; its hash picks the shard. */
    ChannelName channel();

    /**
     * From now on send the channel's publications to {@code receiver}, an address. Answered with {@link Attached} once
     * the server confirmed that this instance is subscribed.
     */
    record Attach(ChannelName channel, String receiver) implements ChannelCommand {}

    /** Send {@code receiver} no more publications of the channel. Not answered. */
    record Detach(ChannelName channel, String receiver) implements ChannelCommand {}

    /** Publish. Answered with {@link Published}. */
    record Publish(
            ChannelName channel, Payload data, @Nullable ClientInfo info, Map<String, String> tags)
            implements ChannelCommand {
        /** Copies {@code tags}. */
        public Publish {
            tags = Map.copyOf(tags);
        }
    }

    /** The receiver is attached; what is published from now on reaches it. */
    record Attached() {}

    /**
     * Valkey has taken the publication.
     *
     * @param offset its place in the channel's stream; 0 in a channel without history
     */
    record Published(long offset) {}
}
