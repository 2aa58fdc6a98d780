package dev.hub.websocket;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.Delivery;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.delta.FossilDelta;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.protocol.PublicationFrames;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A channel's stream in memory, with the truth table of recovery. With a size of 0 it gives no offsets. */
final class MemoryStream {
    private final int size;
    private final AtomicInteger epochs = new AtomicInteger();
    private final List<ChannelCommand.Offset> entries = new ArrayList<>();
    private StreamPosition top = new StreamPosition(0, "epoch-0a");
    private @Nullable Payload latestData;

    MemoryStream(int size) {
        this.size = size;
    }

    StreamPosition position() {
        return top;
    }

    void clear() {
        entries.clear();
    }

    void restart() {
        clear();
        top = new StreamPosition(0, "epoch-%da".formatted(epochs.incrementAndGet()));
    }

    Delivery publish(ChannelCommand.Publish publish, boolean delta) {
        boolean placed = size > 0 && !publish.options().skipHistory();
        if (placed) {
            top = new StreamPosition(top.offset() + 1, top.epoch());
        }
        Payload publication = JsonPublications.encode(new Publication(
                publish.data(),
                publish.info(),
                placed ? top.offset() : 0,
                publish.options().tags(),
                0,
                ""));
        if (placed) {
            entries.add(new ChannelCommand.Offset(top.offset(), publication));
            if (entries.size() > size) {
                entries.removeFirst();
            }
        }
        Delivery.DeltaFrames frames = delta ? frames(publish.channel(), publication, publish.data()) : null;
        latestData = publish.data();
        return new Delivery(
                publish.channel(),
                placed ? top : null,
                publication,
                PublicationFrames.of(publish.channel()).encode(publication),
                frames);
    }

    private Delivery.DeltaFrames frames(ChannelName channel, Payload publication, Payload data) {
        PublicationFrames frames = PublicationFrames.of(channel);
        EncodedPush whole = frames.encode(JsonPublications.withDataAsText(publication));
        Payload base = latestData;
        if (base == null) {
            return new Delivery.DeltaFrames(whole, null);
        }
        byte[] patch = FossilDelta.encode(base.bytes(), data.bytes());
        JsonObject patched = new JsonObject(publication.toJson())
                .put("data", new String(patch, StandardCharsets.UTF_8))
                .put("delta", true);
        return new Delivery.DeltaFrames(whole, frames.encode(Payload.ofJson(patched.encode())));
    }

    static Delivery inPattern(ChannelName pattern, ChannelCommand.Publish publish) {
        Payload publication = JsonPublications.encode(new Publication(
                publish.data(),
                publish.info(),
                0,
                publish.options().tags(),
                0,
                publish.channel().value()));
        return new Delivery(
                pattern, null, publication, PublicationFrames.of(pattern).encode(publication), null);
    }

    Recovered after(StreamPosition since, int limit, int maxBytes) {
        long missing = top.offset() - since.offset();
        boolean known = since.epoch().isEmpty() || since.epoch().equals(top.epoch());
        boolean reaches = missing <= entries.size() && missing <= limit && missing >= 0;
        if (!known || !reaches) {
            return new Recovered.Refused(top);
        }
        List<ChannelCommand.Offset> page = new ArrayList<>();
        int bytes = 0;
        for (ChannelCommand.Offset each : entries) {
            if (each.offset() > since.offset()) {
                bytes += each.publication().size();
                if (bytes > maxBytes && !page.isEmpty()) {
                    return new Recovered.Complete(page, at(page.getLast().offset()), true);
                }
                page.add(each);
            }
        }
        return new Recovered.Complete(page, top, false);
    }

    private StreamPosition at(long offset) {
        return new StreamPosition(offset, top.epoch());
    }

    Recovered latest() {
        List<ChannelCommand.Offset> last = entries.isEmpty() ? List.of() : List.of(entries.getLast());
        return new Recovered.Complete(last, top, false);
    }

    ChannelCommand.HistoryPage page(ChannelCommand.ReadHistory read) {
        StreamPosition since = read.since();
        List<ChannelCommand.Offset> found = new ArrayList<>(entries);
        if (since != null) {
            found.removeIf(each -> read.reverse() ? each.offset() >= since.offset() : each.offset() <= since.offset());
        }
        List<ChannelCommand.Offset> ordered = read.reverse() ? found.reversed() : found;
        int count = read.limit() < 0 ? ordered.size() : Math.min(read.limit(), ordered.size());
        return new ChannelCommand.HistoryPage(
                ordered.subList(0, count).stream()
                        .map(ChannelCommand.Offset::publication)
                        .toList(),
                top);
    }
}
