package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.WireConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A client's connection, to another hub after each break. Methods are called by {@code rpc}. */
final class Socket implements Line {
    private static final long PAUSE_MILLIS = 150;
    private static final long CONNECT_MILLIS = 4_000;

    private final Desk desk;
    private final WebSocketClient client;
    private final Fronts fronts;
    private final RandomGenerator random;
    private final String user;
    private final Runnable onConnect;
    private final Consumer<JsonObject> onMessage;
    private @Nullable WireConnection connection;
    private boolean isStopped;

    /** Who uses the connection. */
    record Owner(String user, Runnable onConnect, Consumer<JsonObject> onMessage) {}

    Socket(Desk desk, WebSocketClient client, Fronts fronts, RandomGenerator random, Owner owner) {
        this.desk = desk;
        this.client = client;
        this.fronts = fronts;
        this.random = random;
        this.user = owner.user();
        this.onConnect = owner.onConnect();
        this.onMessage = owner.onMessage();
    }

    void connect() {
        if (isStopped) {
            return;
        }
        int port = fronts.ports().get(random.nextInt(fronts.ports().size()));
        WireConnection.open(desk.vertx(), client, port, new Ears())
                .compose(this::introduce)
                .onSuccess(opened -> {
                    connection = opened;
                    onConnect.run();
                })
                .onFailure(cause -> reconnect());
    }

    private Future<WireConnection> introduce(WireConnection opened) {
        JsonObject connect = new JsonObject()
                .put("connect", new JsonObject().put("token", fronts.tokens().apply(user)));
        return ask(opened, connect, CONNECT_MILLIS)
                .compose(reply -> {
                    if (isStopped) {
                        opened.leave(true);
                    }
                    return reply.containsKey("error")
                            ? Future.<WireConnection>failedFuture(reply.encode())
                            : Future.succeededFuture(opened);
                })
                .onFailure(cause -> opened.leave(false));
    }

    private final class Ears implements WireConnection.Listener {
        @Override
        public void pushed(JsonObject push) {
            JsonObject message = push.getJsonObject("message");
            if (message != null) {
                onMessage.accept(message.getJsonObject("data"));
            }
        }

        @Override
        public void closed(int code, @Nullable String reason) {
            if (connection != null) {
                connection = null;
                reconnect();
            }
        }
    }

    private void reconnect() {
        desk.tally().add("connections");
        desk.pause(PAUSE_MILLIS).onSuccess(over -> connect());
    }

    /** As if the process of the client had been killed; it comes back. */
    void drop() {
        WireConnection now = connection;
        if (now != null) {
            connection = null;
            now.leave(false);
            reconnect();
        }
    }

    void stop() {
        isStopped = true;
        if (connection != null) {
            connection.leave(true);
        }
    }

    @Override
    public Future<JsonObject> ask(String method, JsonObject body, long patienceMillis) {
        WireConnection now = connection;
        if (now == null) {
            return Future.failedFuture("not connected");
        }
        JsonObject rpc = new JsonObject()
                .put("rpc", new JsonObject().put("method", method).put("data", body));
        return ask(now, rpc, patienceMillis).compose(reply -> {
            JsonObject error = reply.getJsonObject("error");
            return error == null
                    ? Future.succeededFuture(reply.getJsonObject("rpc").getJsonObject("data", new JsonObject()))
                    : Future.failedFuture(new Refusal(error.getInteger("code", 0), error.encode()));
        });
    }

    private Future<JsonObject> ask(WireConnection over, JsonObject command, long patienceMillis) {
        Promise<JsonObject> answer = Promise.promise();
        long timer = desk.vertx().setTimer(patienceMillis, late -> answer.tryFail("no answer"));
        over.ask(command, answer::tryComplete);
        return answer.future().onComplete(done -> desk.vertx().cancelTimer(timer));
    }
}
