package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.HistoryPage;
import dev.hub.core.bus.ChannelCommand.ReadHistory;
import dev.hub.core.bus.ChannelCommand.RemoveHistory;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.StreamName;
import dev.hub.core.stream.StreamSlice;
import io.vertx.core.Future;
import java.util.List;

/** Reads the histories of channels and removes them, whether anybody receives the channels or not. */
final class ChannelHistory {
    private final ChannelStreams streams;
    private final StreamNames names;
    private final ReadWindow window;

    ChannelHistory(ChannelStreams streams, StreamNames names, ReadWindow window) {
        this.streams = streams;
        this.names = names;
        this.window = window;
    }

    /** Refused with {@link ErrorCode#UNRECOVERABLE_POSITION} when it is to go on in a stream that there is no more. */
    Future<HistoryPage> read(ReadHistory command) {
        StreamName stream = names.of(command.channel());
        if (!stream.isPositioned()) {
            return Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
        }
        StreamPosition since = command.since();
        return window.run(() -> streams.history(stream, command.limit(), since, command.reverse()))
                .map(slice -> {
                    String epoch = slice.top().epoch();
                    if (since != null
                            && !since.epoch().isEmpty()
                            && !since.epoch().equals(epoch)) {
                        throw HubException.of(ErrorCode.UNRECOVERABLE_POSITION);
                    }
                    return page(slice);
                });
    }

    private static HistoryPage page(StreamSlice slice) {
        List<Payload> publications = slice.entries().stream()
                .map(entry -> JsonPublications.withPlace(
                        entry.publication(), entry.offset(), slice.top().epoch()))
                .toList();
        return new HistoryPage(publications, slice.top());
    }

    /** Forgets the publications; offsets go on. */
    Future<Attached> remove(RemoveHistory command) {
        StreamName stream = names.of(command.channel());
        return stream.isPositioned()
                ? streams.remove(stream).map(Attached::new)
                : Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE));
    }
}
