package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One open socket. On the event loop that opened it. */
final class Wire {

    private final Redis redis;
    private final RedisConnection connection;
    private boolean closed;

    Wire(Redis redis, RedisConnection connection) {
        this.redis = redis;
        this.connection = connection;
    }

    /** Sends; answers come in the order of the calls. Void commands (SUBSCRIBE) complete when written. */
    Future<@Nullable Response> send(Request request) {
        return connection.send(request);
    }

    /** Sends a command that never answers nil. */
    Future<Response> ask(Request request) {
        return connection.send(request).map(Wire::present);
    }

    private static Response present(@Nullable Response response) {
        if (response == null) {
            throw new ValkeyReplyException("ERR unexpected nil reply");
        }
        return response;
    }

    /** Called at the end of the socket, once or twice: a FIN is an end only, a reset is an exception and an end. */
    void onEnd(Consumer<String> end) {
        connection.exceptionHandler(cause ->
                end.accept(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage()));
        connection.endHandler(nothing -> end.accept("the server closed the connection"));
    }

    /** Called with what nobody asked for: pushes, and errors that answer subscriptions. */
    void onPush(Handler<Response> push) {
        connection.handler(push);
    }

    /** Closes the socket; what is in flight fails. */
    void close() {
        if (!closed) {
            closed = true;
            redis.close();
        }
    }
}
