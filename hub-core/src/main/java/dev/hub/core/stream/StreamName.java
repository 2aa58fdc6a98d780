package dev.hub.core.stream;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;

/** Which stream: that of one channel, or the feed of all channels of a namespace with wildcards. Both work alike. */
public sealed interface StreamName {
    /** The namespace whose rules hold. */
    Namespace namespace();

    /** What the stream keeps, and for how long. */
    default HistoryRules history() {
        return namespace().history();
    }

    /** The publications have offsets, and can be read again. */
    default boolean isPositioned() {
        return history().hasHistory();
    }

    /** How many publications the stream keeps. */
    int size();

    /** The stream of a channel. */
    static StreamName of(ChannelName channel, Namespace namespace) {
        return new OfChannel(channel, namespace);
    }

    /** The feed of a namespace with {@code wildcards: true}. */
    static StreamName feed(Namespace namespace) {
        return new Feed(namespace);
    }

    /** The publications of one channel. */
    record OfChannel(ChannelName channel, Namespace namespace) implements StreamName {
        @Override
        public int size() {
            return history().historySize();
        }
    }

    /** The publications of all channels of a namespace, private and user-limited ones apart. */
    record Feed(Namespace namespace) implements StreamName {
        /** The fewest publications that a feed keeps. */
        static final int LEAST_SIZE = 10_000;

        /** Checks that the namespace has one. */
        public Feed {
            if (!namespace.delivery().wildcards()) {
                throw new IllegalArgumentException(
                        "only a namespace with wildcards has a feed, got \"" + namespace.name() + "\"");
            }
        }

        /** It serves all channels of its namespace, so that it keeps enough of them however few each channel keeps. */
        @Override
        public int size() {
            return Math.max(history().historySize(), LEAST_SIZE);
        }
    }
}
