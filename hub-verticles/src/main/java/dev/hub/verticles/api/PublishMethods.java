package dev.hub.verticles.api;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Publishing to one channel or to many. */
final class PublishMethods {
    /** Beyond, a script in Valkey could not tell a version from the next. */
    private static final long MAX_VERSION = (1L << 53) - 1;

    private final HubBus bus;
    private final ApiChannels channels;

    PublishMethods(HubBus bus, ApiChannels channels) {
        this.bus = bus;
        this.channels = channels;
    }

    List<ApiMethod> methods() {
        return List.of(
                ApiMethod.of("publish", Publish::read, this::publish),
                ApiMethod.of("broadcast", Broadcast::read, this::broadcast));
    }

    /** What to publish, and how. */
    record Message(Payload data, PublishOptions options) {
        static Message read(ApiFields fields) {
            if (fields.raw("b64data").isPresent()) {
                throw ApiFields.badRequest(
                        "b64data holds binary data, which cannot be published yet; use data, any JSON");
            }
            Payload data = fields.raw("data").orElseThrow(() -> ApiFields.badRequest("data is required"));
            return new Message(data, options(fields));
        }

        private static PublishOptions options(ApiFields fields) {
            String key = shortText(fields, "idempotency_key");
            String versionEpoch = shortText(fields, "version_epoch");
            long version = fields.integer("version", 0, 0, MAX_VERSION);
            if (version == 0 && !versionEpoch.isEmpty()) {
                throw ApiFields.badRequest("version_epoch has no effect without version");
            }
            return new PublishOptions(
                    fields.stringMap("tags"),
                    key,
                    version,
                    versionEpoch,
                    fields.truth("skip_history"),
                    fields.truth("delta"),
                    fields.truth("durable"));
        }

        private static String shortText(ApiFields fields, String name) {
            String text = fields.string(name);
            if (text.length() > PublishOptions.MAX_KEY) {
                throw ApiFields.badRequest(
                        name + " must have at most " + PublishOptions.MAX_KEY + " characters, got " + text.length());
            }
            return text;
        }
    }

    /** Publish to one channel. */
    record Publish(ChannelName channel, Message message) {
        static Publish read(ApiFields fields) {
            return new Publish(fields.channel(), Message.read(fields));
        }
    }

    /** Publish the same to several channels; each name is checked when its turn comes. */
    record Broadcast(List<String> channels, Message message) {
        static Broadcast read(ApiFields fields) {
            List<String> channels = fields.strings("channels");
            if (channels.isEmpty()) {
                throw ApiFields.badRequest("channels must name at least one channel");
            }
            return new Broadcast(channels, Message.read(fields));
        }
    }

    private Future<JsonObject> publish(Publish request) {
        Message message = request.message();
        if (ReservedNamespaces.contain(request.channel())) {
            throw HubException.reserved(request.channel().namespace());
        }
        Namespace namespace = channels.namespaceOf(request.channel());
        String fault = namespace.naming().faultOf(message.data());
        if (!fault.isEmpty()) {
            throw ApiFields.badRequest(fault);
        }
        boolean isKept = namespace.history().hasHistory() && !message.options().skipHistory();
        if (message.options().durable() && !isKept) {
            throw ApiFields.badRequest("durable needs a channel with a history, and skip_history to be false");
        }
        return bus.publish(new ChannelCommand.Publish(request.channel(), message.data(), null, message.options()))
                .map(PublishMethods::encode);
    }

    private static JsonObject encode(Published published) {
        JsonObject result = new JsonObject();
        return published.epoch().isEmpty()
                ? result
                : result.put("offset", published.offset()).put("epoch", published.epoch());
    }

    /** Each channel has its own response, in the order asked; one that is refused does not stop the others. */
    private Future<JsonObject> broadcast(Broadcast request) {
        List<Future<JsonObject>> responses = request.channels().stream()
                .map(name -> Future.succeededFuture(name)
                        .map(ApiFields::channel)
                        .compose(channel -> publish(new Publish(channel, request.message())))
                        .map(result -> new JsonObject().put("result", result))
                        .otherwise(ApiMethods::error))
                .toList();
        return Future.all(responses)
                .map(all -> new JsonObject().put("responses", new JsonArray(all.<JsonObject>list())));
    }
}
