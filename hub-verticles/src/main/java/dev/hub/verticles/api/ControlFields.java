package dev.hub.verticles.api;

import dev.hub.core.auth.Overrides;
import dev.hub.core.bus.ConnectionControl.Disconnect;
import dev.hub.core.bus.ConnectionControl.Refresh;
import dev.hub.core.bus.ConnectionControl.Send;
import dev.hub.core.bus.ConnectionControl.Subscribe;
import dev.hub.core.bus.ConnectionControl.Unsubscribe;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.UnsubscribeCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what a back end orders to be done to connections. */
final class ControlFields {
    private static final CloseCode CLOSE = CloseCode.FORCE_NO_RECONNECT;
    private static final UnsubscribeCode UNSUBSCRIBE = UnsubscribeCode.SERVER;

    private final ApiChannels channels;

    ControlFields(ApiChannels channels) {
        this.channels = channels;
    }

    Disconnect disconnect(ApiFields fields) {
        ConnectionTarget target = target(fields);
        Set<String> except = Set.copyOf(fields.strings("whitelist"));
        Optional<ApiFields> verdict = fields.object("disconnect");
        int code = verdict.map(each -> (int) each.integer("code", CLOSE.code(), 3000, 4999))
                .orElse(CLOSE.code());
        String reason = verdict.flatMap(ControlFields::reason).orElse(CLOSE.reason());
        return checked(() -> new Disconnect(target, except, code, reason));
    }

    Refresh refresh(ApiFields fields) {
        ConnectionTarget target = target(fields);
        long expireAt = fields.integer("expire_at", 0, 0, Long.MAX_VALUE);
        boolean expired = fields.truth("expired");
        return checked(() -> new Refresh(target, expired, expireAt));
    }

    Subscribe subscribe(ApiFields fields) {
        ConnectionTarget target = target(fields);
        ChannelName channel = fields.channel();
        if (!channel.isWildcard()) {
            channels.namespaceOf(channel);
        }
        return new Subscribe(
                target,
                channel,
                payload(fields, "info"),
                payload(fields, "data"),
                since(fields),
                fields.object("override").map(ControlFields::override).orElse(Overrides.NONE));
    }

    private static Overrides override(ApiFields fields) {
        Map<Overrides.Option, Boolean> values = new EnumMap<>(Overrides.Option.class);
        for (String name : fields.names()) {
            Overrides.Option option = Overrides.Option.of(name)
                    .orElseThrow(() -> ApiFields.badRequest("override must not have the option " + name));
            fields.object(name).ifPresent(each -> values.put(option, each.truth("value")));
        }
        return values.isEmpty() ? Overrides.NONE : new Overrides(values);
    }

    private static @Nullable StreamPosition since(ApiFields fields) {
        return fields.object("recover_since")
                .map(since -> new StreamPosition(since.integer("offset", 0, 0, Long.MAX_VALUE), since.string("epoch")))
                .orElse(null);
    }

    Unsubscribe unsubscribe(ApiFields fields) {
        ConnectionTarget target = target(fields);
        ChannelName channel = fields.channel();
        Optional<ApiFields> verdict = fields.object("unsubscribe");
        int code = verdict.map(each -> (int) each.integer("code", UNSUBSCRIBE.code(), 2000, 2999))
                .orElse(UNSUBSCRIBE.code());
        String reason = verdict.flatMap(ControlFields::reason).orElse(UNSUBSCRIBE.reason());
        return checked(() -> new Unsubscribe(target, channel, code, reason));
    }

    Send send(ApiFields fields) {
        ConnectionTarget target = target(fields);
        return new Send(target, fields.raw("data").orElseThrow(() -> ApiFields.badRequest("data is required")));
    }

    private static Optional<String> reason(ApiFields verdict) {
        return verdict.raw("reason").isEmpty() ? Optional.empty() : Optional.of(verdict.string("reason"));
    }

    private static @Nullable Payload payload(ApiFields fields, String name) {
        if (fields.raw("b64" + name).isPresent()) {
            throw ApiFields.badRequest("b64" + name + " (binary data) is not supported; give " + name);
        }
        return fields.raw(name).filter(value -> !value.equals(Payload.NULL)).orElse(null);
    }

    private static ConnectionTarget target(ApiFields fields) {
        String user = fields.string("user");
        String client = fields.string("client");
        String session = fields.string("session");
        return checked(() -> new ConnectionTarget(user, client, session));
    }

    /** What a value's own rules refuse is refused to the back end. */
    static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException fault) {
            throw ApiFields.badRequest(String.valueOf(fault.getMessage()));
        }
    }
}
