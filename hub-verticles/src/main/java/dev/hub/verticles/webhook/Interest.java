package dev.hub.verticles.webhook;

import dev.hub.core.event.EventType;
import dev.hub.core.pattern.ChannelPattern;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Which events a webhook is told of.
 *
 * @param types empty for all
 * @param channels with some, only events of a channel that one of them describes
 */
record Interest(List<EventType> types, List<ChannelPattern> channels) {
    /** Copies the lists. */
    Interest {
        types = List.copyOf(types);
        channels = List.copyOf(channels);
    }

    /** It is told of {@code event}, also if that is of a type which only newer instances know. */
    boolean includes(JsonObject event) {
        String type = event.getString("type", "");
        String channel = event.getString("channel", "");
        boolean hasType = !type.isEmpty()
                && (types.isEmpty()
                        || types.stream().anyMatch(each -> each.wireName().equals(type)));
        return hasType
                && (channels.isEmpty()
                        || (!channel.isEmpty() && channels.stream().anyMatch(each -> each.matches(channel))));
    }
}
