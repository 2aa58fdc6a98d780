package dev.hub.verticles.api;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a back end asks for, with everything checked that can be checked without asking anybody. */
sealed interface ApiRequest {
    /** Publish to one channel. */
    record Publish(ChannelName channel, Payload data, Map<String, String> tags) implements ApiRequest {}

    /** Publish the same to several channels; each name is checked when its turn comes. */
    record Broadcast(List<String> channels, Payload data, Map<String, String> tags) implements ApiRequest {}

    /** Close connections of a user, or only the one with the id {@code client}. */
    record Disconnect(String user, String client, int code, String reason) implements ApiRequest {}

    /** List the living instances. */
    record ListNodes() implements ApiRequest {}

    /**
     * The request that {@code body} makes of {@code method}.
     *
     * @throws HubException with {@link ErrorCode#BAD_REQUEST} and what is wrong with a field; with
     *     {@link ErrorCode#METHOD_NOT_FOUND}
     * @throws IllegalArgumentException when the body is no JSON object
     */
    static ApiRequest parse(String method, byte[] body) {
        Fields fields = new Fields();
        try {
            new JsonReader(body).wholeObject(fields::read);
        } catch (IOException malformed) {
            throw new IllegalArgumentException("the body is not valid JSON", malformed);
        }
        return switch (method) {
            case "publish" -> new Publish(channel(fields.channel), fields.requiredData(), fields.tags);
            case "broadcast" -> new Broadcast(fields.requiredChannels(), fields.requiredData(), fields.tags);
            case "disconnect" -> fields.disconnect();
            case "info" -> new ListNodes();
            default -> throw HubException.of(ErrorCode.METHOD_NOT_FOUND);
        };
    }

    /** The channel {@code name}; refused with what is wrong with it. */
    static ChannelName channel(String name) {
        String fault = ChannelName.faultOf(name);
        if (!fault.isEmpty()) {
            throw badRequest(fault);
        }
        return new ChannelName(name);
    }

    private static HubException badRequest(String fault) {
        return HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + fault);
    }

    /** The union of all methods' fields; unknown ones are passed over, as newer clients may send them. */
    final class Fields {
        private static final int MAX_REASON_BYTES = 123;

        private String channel = "";
        private List<String> channels = List.of();
        private @Nullable Payload data;
        private Map<String, String> tags = Map.of();
        private String user = "";
        private String client = "";
        private long code = CloseCode.FORCE_NO_RECONNECT.code();
        private String reason = CloseCode.FORCE_NO_RECONNECT.reason();

        private void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "channel" -> channel = value.string();
                case "channels" -> channels = value.strings();
                case "data" -> data = value.raw();
                case "tags" -> tags = value.stringMap();
                case "user" -> user = value.string();
                case "client" -> client = value.string();
                case "disconnect" -> value.nextObject(this::readDisconnect);
                default -> value.skip();
            }
        }

        private void readDisconnect(String name, JsonReader value) throws IOException {
            switch (name) {
                case "code" -> code = value.integer();
                case "reason" -> reason = value.string();
                default -> value.skip();
            }
        }

        private Payload requiredData() {
            if (data == null) {
                throw badRequest("data is required");
            }
            return data;
        }

        private List<String> requiredChannels() {
            if (channels.isEmpty()) {
                throw badRequest("channels must name at least one channel");
            }
            return channels;
        }

        private Disconnect disconnect() {
            if (user.isEmpty() && client.isEmpty()) {
                throw badRequest("user or client is required");
            }
            if (code < 3000 || code > 4999) {
                throw badRequest("disconnect.code must be 3000 to 4999, got " + code);
            }
            if (reason.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
                throw badRequest("disconnect.reason must have at most " + MAX_REASON_BYTES + " bytes");
            }
            return new Disconnect(user, client, (int) code, reason);
        }
    }
}
