package dev.hub.verticles.channel;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.StreamName;
import dev.hub.verticles.channel.StreamTail.WaitingLimit;
import org.jspecify.annotations.Nullable;

/** Which stream a channel has by the rules of this moment. */
final class StreamNames {
    private static final Namespace UNCONFIGURED = Namespace.defaults("");
    private static final WaitingLimit WAITING = new WaitingLimit(4096, 1024 * 1024);

    private final CurrentNamespaces namespaces;
    private final ChannelStreams streams;

    StreamNames(CurrentNamespaces namespaces, ChannelStreams streams) {
        this.namespaces = namespaces;
        this.streams = streams;
    }

    /** The stream of a channel; in a namespace that nobody configured, one without history. */
    StreamName of(ChannelName channel) {
        return StreamName.of(channel, namespace(channel));
    }

    /** The rules of a channel; every option is at its default in a namespace that nobody configured. */
    Namespace namespace(ChannelName channel) {
        return namespaces.of(channel).orElse(UNCONFIGURED);
    }

    /** What to subscribe to for it. */
    String key(StreamName stream) {
        return streams.pubSubKey(stream);
    }

    /** A tail for it; null without history. */
    @Nullable
    StreamTail tail(StreamName stream) {
        return stream.isPositioned() ? new StreamTail(WAITING) : null;
    }

    /** Clients may get deltas, and there is something that these can refer to. */
    boolean mayHaveDeltas(Namespace namespace) {
        boolean hasBase =
                namespace.history().hasHistory() || namespace.delivery().keepLatestPublication();
        return hasBase && !namespace.delivery().allowedDeltaTypes().isEmpty();
    }
}
