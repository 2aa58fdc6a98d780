package dev.hub.verticles.loss.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the client protocol. Replies and pushes are handed over in the order in which they are in the frames.
 * A command that is not answered within {@value #PATIENCE_MILLIS} ms ends the connection, as in the SDKs.
 */
public final class WireConnection {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int NO_CODE = 1006;

    private final Vertx vertx;
    private final WebSocket socket;
    private final Listener listener;
    private final Map<Integer, Consumer<JsonObject>> waiting = new HashMap<>();
    private int lastId;
    private boolean over;

    private WireConnection(Vertx vertx, WebSocket socket, Listener listener) {
        this.vertx = vertx;
        this.socket = socket;
        this.listener = listener;
    }

    /** Who is told what happens on a connection. */
    public interface Listener {
        /** The hub said something unasked, other than a ping. */
        void pushed(JsonObject push);

        /** The connection is over, not by {@link #leave}. Told once. */
        void closed(int code, @Nullable String reason);
    }

    /** Connects to a hub on this machine. */
    public static Future<WireConnection> open(Vertx vertx, WebSocketClient client, int port, Listener listener) {
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/connection/websocket")
                .setTimeout(CONNECT_MILLIS);
        return client.connect(options).map(socket -> {
            WireConnection connection = new WireConnection(vertx, socket, listener);
            socket.textMessageHandler(connection::received);
            socket.exceptionHandler(broken -> {}); // The close handler follows.
            socket.closeHandler(closed -> connection.closed());
            return connection;
        });
    }

    /** Sends a command; {@code then} gets the reply, unless the connection ends before. */
    public void ask(JsonObject command, Consumer<JsonObject> then) {
        int id = ++lastId;
        waiting.put(id, then);
        write(command.put("id", id).encode());
        vertx.setTimer(PATIENCE_MILLIS, late -> {
            if (waiting.containsKey(id) && !over) {
                over = true;
                abort();
                listener.closed(NO_CODE, "no reply within " + PATIENCE_MILLIS + " ms to " + command);
            }
        });
    }

    private void write(String text) {
        // What cannot be written is never answered, and the end of the connection is told by its close handler.
        socket.writeTextMessage(text).onFailure(gone -> {});
    }

    private void received(String frame) {
        frame.lines().forEach(line -> {
            if (over) {
                return;
            }
            if (line.equals("{}")) {
                write("{}");
            } else {
                dispatch(new JsonObject(line));
            }
        });
    }

    private void dispatch(JsonObject reply) {
        JsonObject push = reply.getJsonObject("push");
        if (push != null) {
            listener.pushed(push);
            return;
        }
        Consumer<JsonObject> then = waiting.remove(reply.getInteger("id", 0));
        if (then != null) {
            then.accept(reply);
        }
    }

    private void closed() {
        if (!over) {
            over = true;
            Short code = socket.closeStatusCode();
            listener.closed(code == null ? NO_CODE : code, socket.closeReason());
        }
    }

    /** Ends the connection by a close frame, or by just ending TCP. Nothing is told after this. */
    public void leave(boolean politely) {
        over = true;
        if (politely) {
            socket.close().onFailure(gone -> {});
        } else {
            abort();
        }
    }

    private void abort() {
        var unused =
                ((WebSocketInternal) socket).channelHandlerContext().channel().close();
    }
}
