package dev.hub.verticles.api;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** The methods of the HTTP API. A back end with the key may do everything; only unknown namespaces are refused. */
final class ApiMethods {
    private final HubBus bus;
    private final CurrentNamespaces namespaces;

    ApiMethods(HubBus bus, CurrentNamespaces namespaces) {
        this.bus = bus;
        this.namespaces = namespaces;
    }

    /** The result of {@code request}; fails with a {@link HubException} when it is refused. */
    Future<JsonObject> execute(ApiRequest request) {
        return switch (request) {
            case ApiRequest.Publish publish -> publish(publish.channel(), publish.data(), publish.tags());
            case ApiRequest.Broadcast broadcast -> broadcast(broadcast);
            case ApiRequest.Disconnect disconnect -> disconnect(disconnect);
            case ApiRequest.ListNodes list -> info();
        };
    }

    private Future<JsonObject> publish(ChannelName channel, Payload data, Map<String, String> tags) {
        if (namespaces.of(channel).isEmpty()) {
            return Future.failedFuture(HubException.of(ErrorCode.UNKNOWN_CHANNEL));
        }
        return bus.publish(new ChannelCommand.Publish(channel, data, null, PublishOptions.tagged(tags)))
                .map(published -> new JsonObject());
    }

    /** Each channel has its own response, in the order asked; one that is refused does not stop the others. */
    private Future<JsonObject> broadcast(ApiRequest.Broadcast request) {
        List<Future<JsonObject>> responses = request.channels().stream()
                .map(name -> Future.succeededFuture(name)
                        .map(ApiRequest::channel)
                        .compose(channel -> publish(channel, request.data(), request.tags()))
                        .map(ApiMethods::result)
                        .otherwise(ApiMethods::error))
                .toList();
        return Future.all(responses)
                .map(all -> new JsonObject().put("responses", new JsonArray(all.<JsonObject>list())));
    }

    private Future<JsonObject> disconnect(ApiRequest.Disconnect request) {
        var control =
                new ConnectionControl.Disconnect(request.user(), request.client(), request.code(), request.reason());
        return bus.request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class)
                .map(done -> new JsonObject());
    }

    private Future<JsonObject> info() {
        return bus.request(Addresses.NODE, new NodeCommand.ListNodes(), NodeCommand.Nodes.class)
                .map(living -> {
                    JsonArray nodes = new JsonArray();
                    living.nodes().forEach(node -> nodes.add(encode(node)));
                    return new JsonObject().put("nodes", nodes);
                });
    }

    private static JsonObject encode(NodeInfo node) {
        return new JsonObject()
                .put("uid", node.uid())
                .put("name", node.name())
                .put("version", node.version())
                .put("num_clients", node.clients())
                .put("num_channels", node.channels())
                .put("uptime", node.uptimeSeconds());
    }

    /** What a back end is told of a result. */
    static JsonObject result(JsonObject result) {
        return new JsonObject().put("result", result);
    }

    /** What a back end is told of a refusal. */
    static JsonObject error(Throwable cause) {
        HubException refusal = HubException.from(cause);
        JsonObject error = new JsonObject().put("code", refusal.code()).put("message", refusal.text());
        if (refusal.isTemporary()) {
            error.put("temporary", true);
        }
        return new JsonObject().put("error", error);
    }
}
