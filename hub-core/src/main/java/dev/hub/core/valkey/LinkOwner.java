package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Response;

/** What the owner of a {@link Link} adds to it. All calls come on the link's event loop. */
interface LinkOwner {

    /** Opens a socket for the link. */
    Future<Wire> open(Link link);

    /** Checks and prepares a fresh socket before the link takes anything; a failure closes the socket. */
    Future<Void> prepare(Link link, Wire wire);

    /** Asks the server for a sign of life. Whatever it answers ends in {@link Link#beatAnswered()}. */
    void beat(Link link, Wire wire);

    /** The link is READY. */
    void ready(Link link);

    /** An attempt failed, or a READY link broke. */
    void lost(Link link, Fault fault);

    /** The server said what nobody asked for. */
    void push(Link link, Response push);
}
