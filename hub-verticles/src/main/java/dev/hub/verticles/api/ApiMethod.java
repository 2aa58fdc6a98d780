package dev.hub.verticles.api;

import dev.hub.core.channel.Payload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One method of the API.
 *
 * @param name as in {@code POST /api/<name>}
 * @param call gives the result, a JSON object, for a body. Throws, or fails with, a
 *     {@link dev.hub.core.protocol.HubException} when it refuses; throws an IllegalArgumentException for a field of the
 *     wrong type
 * @param takeBack what is to be done with a result when whoever called is not there any more
 */
record ApiMethod(String name, Function<ApiFields, Future<Payload>> call, Consumer<Payload> takeBack) {
    /** A method whose results may be lost. */
    ApiMethod(String name, Function<ApiFields, Future<Payload>> call) {
        this(name, call, lost -> {});
    }

    /**
     * A method with a request of its own.
     *
     * @param read makes the request, with everything checked that can be checked without asking anybody
     * @param execute does what it asks for
     */
    static <R> ApiMethod of(String name, Function<ApiFields, R> read, Function<R, Future<JsonObject>> execute) {
        return ofJson(name, read, execute.andThen(result -> result.map(json -> Payload.ofJson(json.encode()))));
    }

    /** The same for results that hold JSON which is to stay as it stands. */
    static <R> ApiMethod ofJson(String name, Function<ApiFields, R> read, Function<R, Future<Payload>> execute) {
        return new ApiMethod(name, read.andThen(execute));
    }
}
