package dev.hub.core.node;

import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.InstanceControl;
import dev.hub.core.node.NodeMessage.Answer;
import dev.hub.core.node.NodeMessage.Order;
import dev.hub.core.node.NodeMessage.Question;
import dev.hub.core.node.NodeMessage.Result;
import dev.hub.core.node.NodeMessage.Unknown;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What instances say to each other, as JSON. Fields that are not known are ignored. */
final class NodeMessageJson {
    private NodeMessageJson() {}

    static JsonObject encode(NodeMessage message) {
        return switch (message) {
            case Order order -> put(NodeJson.encode(order.control()), order.call());
            case Question question -> put(ListingJson.encode(question.question()), question.call());
            case Answer answer ->
                encode(answer.result())
                        .put("answer", answer.call().number())
                        .put("to", answer.call().from())
                        .put("uid", answer.uid());
            case Unknown unknown -> put(new JsonObject(), unknown.call());
        };
    }

    private static JsonObject put(JsonObject json, @Nullable CallId call) {
        return call == null ? json : json.put("from", call.from()).put("call", call.number());
    }

    private static JsonObject encode(Result result) {
        return switch (result) {
            case Result.Done done ->
                new JsonObject().put("affected", done.affected().count());
            case Result.Told told -> ListingJson.encode(told.answer());
            case Result.Failed failed ->
                new JsonObject().put("code", failed.code()).put("error", failed.text());
        };
    }

    /**
     * What another instance says.
     *
     * @throws IllegalArgumentException when this version cannot read it, and nobody waits for an answer
     */
    static NodeMessage decode(JsonObject json) {
        if (json.containsKey("answer")) {
            return answer(json);
        }
        CallId call =
                json.containsKey("call") ? new CallId(json.getString("from", ""), json.getLong("call", 0L)) : null;
        if (call == null) {
            return new Order(NodeJson.decodeControl(json), null);
        }
        try {
            return expectingAnswer(json, call);
        } catch (IllegalArgumentException | ClassCastException strange) {
            return new Unknown(call, String.valueOf(strange.getMessage()));
        }
    }

    private static NodeMessage expectingAnswer(JsonObject json, CallId call) {
        if (!json.containsKey("ask")) {
            InstanceControl control = NodeJson.decodeControl(json);
            return new Order(control, call);
        }
        return ListingJson.decodeQuestion(json)
                .<NodeMessage>map(question -> new Question(question, call))
                .orElseGet(() -> new Unknown(call, "unknown question \"" + json.getString("ask") + "\""));
    }

    private static Answer answer(JsonObject json) {
        CallId call = new CallId(json.getString("to", ""), json.getLong("answer", 0L));
        return new Answer(call, json.getString("uid", ""), result(json));
    }

    private static Result result(JsonObject json) {
        if (json.containsKey("error")) {
            return new Result.Failed(json.getInteger("code", 100), json.getString("error", ""));
        }
        if (json.containsKey("affected")) {
            return new Result.Done(new Affected(json.getInteger("affected", 0)));
        }
        Optional<Result> told = ListingJson.decodeAnswer(json).map(Result.Told::new);
        return told.orElseThrow(() -> new IllegalArgumentException("an answer that says nothing"));
    }
}
