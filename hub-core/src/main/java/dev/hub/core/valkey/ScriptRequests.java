package dev.hub.core.valkey;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/** EVALSHA and EVAL. */
final class ScriptRequests {

    private ScriptRequests() {}

    static Request byName(Script script, List<String> keys, List<?> args) {
        return complete(Request.cmd(Command.EVALSHA).arg(script.sha1()), keys, args);
    }

    static Request full(Script script, List<String> keys, List<?> args) {
        return complete(Request.cmd(Command.EVAL).arg(script.source()), keys, args);
    }

    private static Request complete(Request request, List<String> keys, List<?> args) {
        request.arg(keys.size());
        keys.forEach(request::arg);
        for (Object arg : args) {
            add(request, arg);
        }
        return request;
    }

    private static void add(Request request, Object arg) {
        switch (arg) {
            case String text -> request.arg(text);
            case byte[] bytes -> request.arg(bytes);
            case Buffer buffer -> request.arg(buffer);
            case Integer number -> request.arg(number);
            case Long number -> request.arg(number);
            case Boolean flag -> request.arg(flag ? "1" : "0");
            default ->
                throw new IllegalArgumentException(
                        "a script argument is a string, bytes, a buffer, an integer, a long or a boolean, got "
                                + arg.getClass().getName());
        }
    }
}
