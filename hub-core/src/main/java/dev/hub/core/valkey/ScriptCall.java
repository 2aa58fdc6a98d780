package dev.hub.core.valkey;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/**
 * A script with its keys and arguments, ready to be sent to whichever server it is for.
 *
 * @param args strings, byte arrays, buffers, integers, longs, booleans or {@link LinkFact}s
 */
record ScriptCall(Script script, List<String> keys, List<?> args) {
    /** Checks the number of keys and the kinds of arguments. */
    ScriptCall {
        script.requireKeys(keys.size());
        args.forEach(ScriptCall::requireKnownKind);
    }

    /** EVALSHA. */
    Request byName(ServerFacts server) {
        return complete(Request.cmd(Command.EVALSHA).arg(script.sha1()), server);
    }

    /** EVAL. */
    Request full(ServerFacts server) {
        return complete(Request.cmd(Command.EVAL).arg(script.source()), server);
    }

    private Request complete(Request request, ServerFacts server) {
        request.arg(keys.size());
        keys.forEach(request::arg);
        for (Object arg : args) {
            add(request, arg, server);
        }
        return request;
    }

    private static void add(Request request, Object arg, ServerFacts server) {
        switch (arg) {
            case String text -> request.arg(text);
            case byte[] bytes -> request.arg(bytes);
            case Buffer buffer -> request.arg(buffer);
            case Integer number -> request.arg(number);
            case Long number -> request.arg(number);
            case Boolean flag -> request.arg(flag ? "1" : "0");
            case LinkFact fact -> request.arg(server.text(fact));
            default -> throw unknownKind(arg);
        }
    }

    private static void requireKnownKind(Object arg) {
        boolean isKnown = arg instanceof String
                || arg instanceof byte[]
                || arg instanceof Buffer
                || arg instanceof Integer
                || arg instanceof Long
                || arg instanceof Boolean
                || arg instanceof LinkFact;
        if (!isKnown) {
            throw unknownKind(arg);
        }
    }

    private static IllegalArgumentException unknownKind(Object arg) {
        return new IllegalArgumentException(
                "a script argument is a string, bytes, a buffer, an integer, a long, a boolean or a fact of the link, got "
                        + arg.getClass().getName());
    }
}
