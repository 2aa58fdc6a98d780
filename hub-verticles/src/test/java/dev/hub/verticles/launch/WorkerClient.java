package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A client that works for a durable consumer by hand. What is pushed while it waits for a reply is kept. */
final class WorkerClient implements AutoCloseable {
    private final LineClient client;
    private final JsonObject consumer;
    private final Deque<JsonObject> pushes = new ArrayDeque<>();
    private int ids = 1;

    /** Works for {@code consumer}, its channel and name, by way of {@code client}, which has connected. */
    WorkerClient(LineClient client, JsonObject consumer) {
        this.client = client;
        this.consumer = consumer;
    }

    /** Calls a method; it must not be refused. */
    JsonObject call(String method, JsonObject data) {
        JsonObject reply = reply(method, data.encode());
        assertThat(reply.getJsonObject("error")).isNull();
        return reply.getJsonObject("rpc").getJsonObject("data");
    }

    /** The code with which a call is refused; 0 when it is not. */
    int refusal(String method, String data) {
        JsonObject error = reply(method, data).getJsonObject("error");
        return error == null ? 0 : error.getInteger("code");
    }

    private JsonObject reply(String method, String data) {
        int id = ++ids;
        client.send("{\"id\":" + id + ",\"rpc\":{\"method\":\"" + method + "\",\"data\":" + data + "}}");
        while (true) {
            JsonObject line = new JsonObject(client.next());
            if (line.getInteger("id", 0) == id) {
                return line;
            }
            pushes.add(line);
        }
    }

    void attach(int credit) {
        call("consumer_attach", consumer.copy().put("max_in_flight", credit));
    }

    /** The next deliveries that are pushed. */
    JsonObject pushed() {
        JsonObject line = pushes.isEmpty() ? new JsonObject(client.next()) : pushes.remove();
        return line.getJsonObject("push")
                .getJsonObject("message")
                .getJsonObject("data")
                .getJsonObject("consumer");
    }

    /** Acknowledges some of what was pushed. */
    JsonObject acknowledge(JsonObject push, List<?> offsets) {
        return call(
                "consumer_ack",
                consumer.copy().put("epoch", push.getString("epoch")).put("offsets", new JsonArray(offsets)));
    }

    @Override
    public void close() {
        client.close();
    }
}
