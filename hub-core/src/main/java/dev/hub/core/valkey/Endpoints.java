package dev.hub.core.valkey;

import io.vertx.redis.client.Response;
import org.jspecify.annotations.Nullable;

/** Reads addresses as nodes announce them. */
final class Endpoints {

    private Endpoints() {}

    /** A number in a reply. */
    static int number(Response reply) {
        return Integer.parseInt(reply.toString());
    }

    /** The announced address; an empty or unknown host means the host that was asked. */
    static Endpoint orAsked(@Nullable String host, int port, Endpoint asked) {
        if (host != null && !host.isEmpty() && !host.equals("?")) {
            return new Endpoint.Tcp(host, port);
        }
        return switch (asked) {
            case Endpoint.Tcp tcp -> new Endpoint.Tcp(tcp.host(), port);
            case Endpoint.Unix unix -> unix;
        };
    }
}
