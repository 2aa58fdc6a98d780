package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** A way to one server for commands. On the event loop only. */
interface Lane {
    /** Where it leads. */
    Endpoint endpoint();

    /** What is known of the server; holds while the lane takes commands. */
    ServerFacts facts();

    /** Sends a command; fails with one of the {@link ValkeyException}s, at once when the lane takes none. */
    Future<@Nullable Response> send(Request request);

    /** Sends a command with ASKING before it; nothing gets between the two. */
    Future<@Nullable Response> sendAsking(Request request);

    /** The server is no primary: takes no more commands, and looks again later. */
    void condemn(Fault fault);
}
