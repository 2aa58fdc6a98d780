package dev.hub.core.node;

import dev.hub.core.auth.Overrides;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionControl.Refresh;
import dev.hub.core.bus.ConnectionControl.Send;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.bus.ConnectionControl.Unsubscribe;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Orders to connections, as instances write them for each other. JSON of the application goes as text, digit for digit. */
final class ControlJson {
    private ControlJson() {}

    static JsonObject encode(ConnectionControl control) {
        JsonObject json = target(control.target());
        return switch (control) {
            case Disconnect order ->
                json.put("do", "disconnect")
                        .put("except", new JsonArray(order.except().stream().toList()))
                        .put("code", order.code())
                        .put("reason", order.reason());
            case Refresh order ->
                json.put("do", "refresh").put("expired", order.expired()).put("expire_at", order.expireAt());
            case Subscribe order -> subscribe(json, order);
            case Unsubscribe order ->
                json.put("do", "unsubscribe")
                        .put("channel", order.channel().value())
                        .put("code", order.code())
                        .put("reason", order.reason());
            case Send order -> json.put("do", "send").put("data", order.data().toJson());
        };
    }

    private static JsonObject target(ConnectionTarget target) {
        return new JsonObject()
                .put("user", target.user())
                .put("client", target.client())
                .put("session", target.session());
    }

    private static JsonObject subscribe(JsonObject json, Subscribe order) {
        json.put("do", "subscribe").put("channel", order.channel().value());
        putIfPresent(json, "info", order.info());
        putIfPresent(json, "data", order.data());
        StreamPosition since = order.since();
        if (since != null) {
            json.put("offset", since.offset()).put("epoch", since.epoch());
        }
        if (!order.override().values().isEmpty()) {
            JsonObject override = new JsonObject();
            order.override().values().forEach((option, value) -> override.put(option.toString(), value));
            json.put("override", override);
        }
        return json;
    }

    private static void putIfPresent(JsonObject json, String name, @Nullable Payload payload) {
        if (payload != null) {
            json.put(name, payload.toJson());
        }
    }

    /** The order with that name; empty when there is none. */
    static Optional<ConnectionControl> decode(String what, JsonObject json) {
        return Optional.ofNullable(
                switch (what) {
                    case "disconnect" ->
                        new Disconnect(
                                target(json), except(json), json.getInteger("code", 0), json.getString("reason", ""));
                    case "refresh" ->
                        new Refresh(target(json), json.getBoolean("expired", false), json.getLong("expire_at", 0L));
                    case "subscribe" ->
                        new Subscribe(
                                target(json),
                                channel(json),
                                payload(json, "info"),
                                payload(json, "data"),
                                since(json),
                                override(json));
                    case "unsubscribe" ->
                        new Unsubscribe(
                                target(json), channel(json), json.getInteger("code", 0), json.getString("reason", ""));
                    case "send" -> new Send(target(json), Payload.ofJson(json.getString("data", "null")));
                    default -> null;
                });
    }

    private static ConnectionTarget target(JsonObject json) {
        return new ConnectionTarget(
                json.getString("user", ""), json.getString("client", ""), json.getString("session", ""));
    }

    private static Set<String> except(JsonObject json) {
        Set<String> except = new HashSet<>();
        json.getJsonArray("except", new JsonArray()).forEach(each -> except.add(String.valueOf(each)));
        return except;
    }

    private static ChannelName channel(JsonObject json) {
        return new ChannelName(json.getString("channel", ""));
    }

    private static @Nullable Payload payload(JsonObject json, String name) {
        String text = json.getString(name);
        return text == null ? null : Payload.ofJson(text);
    }

    /** Options that only a newer version knows are left out. */
    private static Overrides override(JsonObject json) {
        Map<Overrides.Option, Boolean> values = new EnumMap<>(Overrides.Option.class);
        json.getJsonObject("override", new JsonObject())
                .forEach(each -> Overrides.Option.of(each.getKey())
                        .ifPresent(option -> values.put(option, Boolean.TRUE.equals(each.getValue()))));
        return values.isEmpty() ? Overrides.NONE : new Overrides(values);
    }

    private static @Nullable StreamPosition since(JsonObject json) {
        Long offset = json.getLong("offset");
        return offset == null ? null : new StreamPosition(offset, json.getString("epoch", ""));
    }
}
