package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.HistoryPage;
import dev.hub.core.bus.ChannelCommand.ReadHistory;
import dev.hub.core.bus.ChannelCommand.RemoveHistory;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What channels remember. */
final class HistoryMethods {
    /** Most publications of one answer. */
    static final int MAX_PAGE = 10_000;

    private static final long MAX_OFFSET = (1L << 53) - 1;

    private final HubBus bus;
    private final ApiChannels channels;

    HistoryMethods(HubBus bus, ApiChannels channels) {
        this.bus = bus;
        this.channels = channels;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.ofJson("history", History::read, this::history),
                ApiMethod.of("history_remove", ApiFields::channel, this::remove));
    }

    /** Read a part of a channel's history. */
    record History(ChannelName channel, int limit, @Nullable StreamPosition since, boolean reverse) {
        static History read(ApiFields fields) {
            int limit = (int) fields.integer("limit", 0, -1, MAX_PAGE);
            return new History(
                    fields.channel(),
                    limit < 0 ? MAX_PAGE : limit,
                    fields.object("since").map(History::position).orElse(null),
                    fields.truth("reverse"));
        }

        private static StreamPosition position(ApiFields fields) {
            return new StreamPosition(fields.integer("offset", 0, 0, MAX_OFFSET), fields.string("epoch"));
        }
    }

    private Future<Payload> history(History request) {
        channels.requireHistory(request.channel());
        var read = new ReadHistory(request.channel(), request.limit(), request.since(), request.reverse());
        return bus.history(read).map(HistoryMethods::encode);
    }

    /** Publications stay as their publishers wrote them. */
    private static Payload encode(HistoryPage page) {
        StreamPosition top = page.position();
        JsonObject position = new JsonObject().put("epoch", top.epoch()).put("offset", top.offset());
        return Payload.ofJson(page.publications().stream()
                .map(Payload::toJson)
                .collect(Collectors.joining(
                        ",", "{\"publications\":[", "]," + position.encode().substring(1))));
    }

    private Future<JsonObject> remove(ChannelName channel) {
        channels.requireHistory(channel);
        return bus.request(Addresses.channelShard(bus.shardOf(channel)), new RemoveHistory(channel), Attached.class)
                .map(done -> new JsonObject());
    }
}
