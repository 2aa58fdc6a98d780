package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A client that speaks JSON lines and shows what it got, in order. */
final class TestClient {
    private static final int PATIENCE_SECONDS = 10;

    private final WebSocket socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Semaphore pings = new Semaphore(0);
    private volatile boolean answersPings;
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private TestClient(WebSocket socket) {
        this.socket = socket;
    }

    /** Opens a WebSocket; nothing is sent yet. */
    static TestClient open(WebSocketClient client, int port, String... subprotocols) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/connection/websocket");
        for (String each : subprotocols) {
            options.addSubProtocol(each);
        }
        CompletableFuture<TestClient> opened = new CompletableFuture<>();
        client.connect(options)
                .onSuccess(socket -> opened.complete(new TestClient(socket).listen()))
                .onFailure(opened::completeExceptionally);
        return opened.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private TestClient listen() {
        socket.textMessageHandler(text -> {
            for (String line : text.split("\n", -1)) {
                take(line);
            }
        });
        socket.closeHandler(end -> {
            Short code = socket.closeStatusCode();
            closed.complete(code == null ? 0 : (int) code);
        });
        return this;
    }

    private void take(String line) {
        if (answersPings && line.equals("{}")) {
            pings.release();
            send("{}");
        } else {
            lines.add(line);
        }
    }

    /** From now on pings are answered and do not show among the lines. */
    TestClient answeringPings() {
        answersPings = true;
        return this;
    }

    void awaitPings(int count) {
        try {
            assertThat(pings.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    TestClient send(String line) {
        socket.writeTextMessage(line).onFailure(closed::completeExceptionally);
        return this;
    }

    WebSocket socket() {
        return socket;
    }

    MultiMap handshakeHeaders() {
        return socket.headers();
    }

    /** Connects without token; returns the connect result. */
    JsonObject connect() {
        send("{\"id\":1,\"connect\":{}}");
        return next().getJsonObject("connect");
    }

    JsonObject connect(String token) {
        send("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
        return next().getJsonObject("connect");
    }

    TestClient subscribed(int id, String channel) {
        send("{\"id\":%d,\"subscribe\":{\"channel\":\"%s\"}}".formatted(id, channel));
        assertThat(nextLine()).isEqualTo("{\"id\":%d,\"subscribe\":{}}".formatted(id));
        return this;
    }

    String nextLine() {
        try {
            String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(line).as("the next line from the hub").isNotNull();
            return String.valueOf(line);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    JsonObject next() {
        return new JsonObject(nextLine());
    }

    /** The data of the next publication. */
    Object nextPublication() {
        return next().getJsonObject("push").getJsonObject("pub").getValue("data");
    }

    boolean hasNothingNew() {
        return lines.isEmpty();
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    boolean isClosed() {
        return closed.isDone();
    }

    void close() {
        socket.close().onFailure(gone -> {});
    }
}
