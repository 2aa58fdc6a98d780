package dev.hub.core.bus;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ChannelVerticle that owns a channel is asked to do. Rights were checked before. */
public sealed interface ChannelCommand {
    /** The channel it is about; its hash picks the shard. */
    ChannelName channel();

    /**
     * From now on send the channel's {@link ChannelEvent}s to {@code receiver}, an address. Answered with
     * {@link Attached} once the server confirmed that this instance is subscribed and, in a channel with history, its
     * position is known. What is delivered afterwards follows on that position without a gap.
     *
     * @param delta the receiver has subscribers who asked for deltas
     */
    record Attach(ChannelName channel, String receiver, boolean delta) implements ChannelCommand {}

    /** Send {@code receiver} nothing more of the channel. Not answered. */
    record Detach(ChannelName channel, String receiver) implements ChannelCommand {}

    /** Publish. Answered with {@link Published}. */
    record Publish(
            ChannelName channel, Payload data, @Nullable ClientInfo info, PublishOptions options)
            implements ChannelCommand {}

    /**
     * Tell what was published after {@code since}. The channel must be attached. Answered with {@link Recovered}.
     *
     * @param since where to go on; with an empty epoch the offset counts in any
     * @param limit most publications that may be missing in all; more is refused
     * @param maxBytes how much of it to answer at once; at least one publication comes all the same
     */
    record Recover(ChannelName channel, StreamPosition since, int limit, int maxBytes) implements ChannelCommand {}

    /** Tell the latest publication, if any. The channel must be attached. Answered with {@link Recovered.Complete}. */
    record RecoverLatest(ChannelName channel) implements ChannelCommand {}

    /**
     * Read the history. Answered with {@link HistoryPage}.
     *
     * @param limit most publications; 0 for the position alone, -1 for all
     * @param since only what comes after (or, in reverse, before) it; null for everything
     * @param reverse the latest first
     */
    record ReadHistory(
            ChannelName channel, int limit, @Nullable StreamPosition since, boolean reverse)
            implements ChannelCommand {}

    /** Forget the history; offsets go on. Answered with {@link Attached}. */
    record RemoveHistory(ChannelName channel) implements ChannelCommand {}

    /**
     * The receiver is attached; what is published from now on reaches it.
     *
     * @param position of the channel's stream; null in a channel without history
     */
    record Attached(@Nullable StreamPosition position) {}

    /**
     * Valkey has taken the publication.
     *
     * @param offset its place in the channel's stream; 0 in a channel without history
     * @param epoch of that stream; empty in a channel without history
     */
    record Published(long offset, String epoch) {}

    /** What came after a position. */
    sealed interface Recovered {
        /** Where the channel's stream is. */
        StreamPosition position();

        /**
         * Nothing is missing between the position asked for and {@code position}.
         *
         * @param publications oldest first, each a JSON object with its offset
         * @param position of the last one; what is delivered after this answer follows on it, unless there is more
         * @param more ask again from {@code position} on
         */
        record Complete(List<Offset> publications, StreamPosition position, boolean more) implements Recovered {
            /** Copies {@code publications}. */
            public Complete {
                publications = List.copyOf(publications);
            }
        }

        /** The stream does not reach back so far, is another one, or too much is missing. */
        record Refused(StreamPosition position) implements Recovered {}
    }

    /** A publication as JSON, with its offset inside and beside it. */
    record Offset(long offset, Payload publication) {}

    /**
     * Part of a channel's history.
     *
     * @param publications in the order asked for, each a JSON object with its offset
     * @param position the stream's top
     */
    record HistoryPage(List<Payload> publications, StreamPosition position) {
        /** Copies {@code publications}. */
        public HistoryPage {
            publications = List.copyOf(publications);
        }
    }
}
