package dev.hub.core.bus;

import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.JsonDecisions;
import dev.hub.core.decision.JsonQuestions;
import dev.hub.core.decision.Question;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plain JSON side of the event bus, for code that does not use our types. */
final class JsonAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(JsonAddresses.class);

    private static final DeliveryOptions LOCAL =
            new DeliveryOptions().setLocalOnly(true).setSendTimeout(4000);

    private JsonAddresses() {}

    /** Asks the verticle that decides; there must be one. */
    static <G extends Grant> Future<Decision<G>> decide(EventBus bus, Question<G> question) {
        String address = Addresses.jsonDecision(question.topic().word());
        JsonObject message = new JsonObject(Buffer.buffer(JsonQuestions.encodeWithHeaders(question)));
        return bus.<Object>request(address, message, LOCAL)
                .map(reply -> decode(question, reply.body()))
                .onFailure(cause -> LOG.warn("No decision came from {}: {}", address, cause.getMessage()));
    }

    private static <G extends Grant> Decision<G> decode(Question<G> question, Object answer) {
        if (answer instanceof JsonObject json) {
            return JsonDecisions.decode(question, json.toBuffer().getBytes());
        }
        throw new IllegalArgumentException("the answer must be a JsonObject");
    }

    /** Calls the JSON handler of a method; its answer may be any JSON value. */
    static Future<Payload> call(EventBus bus, RpcRequest request) {
        JsonObject message = new JsonObject()
                .put("method", request.method())
                .put("data", Json.decodeValue(request.data().toJson()))
                .put("user", request.user())
                .put("client", request.client());
        return bus.<Object>request(Addresses.jsonRpc(request.method()), message, LOCAL)
                .map(reply -> Payload.ofJson(Json.encode(reply.body())));
    }
}
