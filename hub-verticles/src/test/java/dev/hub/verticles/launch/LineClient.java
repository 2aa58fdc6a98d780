package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client that speaks the protocol by hand, line by line. */
final class LineClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private String id = "";

    private LineClient(String url) {
        socket = HTTP.newWebSocketBuilder()
                .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/connection/websocket"), this)
                .join();
    }

    /** A socket on which nothing was said yet. */
    static LineClient open(String url) {
        return new LineClient(url);
    }

    /** A socket on which {@code user} has connected; the reply has been read. */
    static LineClient connect(String url, String user) {
        LineClient client = new LineClient(url);
        client.send("{\"id\":1,\"connect\":{\"token\":\"" + TestTokens.of(user) + "\"}}");
        client.id = new JsonObject(client.next()).getJsonObject("connect").getString("client");
        return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            partial.toString().lines().forEach(lines::add);
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    /** The id that the hub gave it in {@link #connect}. */
    String id() {
        return id;
    }

    /** Whether the hub has closed it. */
    boolean isClosed() {
        return closeCode.isDone();
    }

    /** Closes in an orderly way, and does not wait for the hub. */
    void leave() {
        var unused = socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((sent, failed) -> {
            if (failed != null) {
                socket.abort();
            }
        });
    }

    void send(String line) {
        socket.sendText(line, true).join();
    }

    /** Sends a line and returns the next one received. */
    String ask(String line) {
        send(line);
        return next();
    }

    /** The next line received, pings left out. */
    String next() {
        try {
            String line = lines.poll(10, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("nothing received within 10 s");
            }
            return line.equals("{}") ? next() : line;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The code with which the hub closed, waited for. */
    int closeCode() {
        return closeCode.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
