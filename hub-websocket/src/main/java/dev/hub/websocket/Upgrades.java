package dev.hub.websocket;

import dev.hub.core.decision.Headers;
import dev.hub.websocket.connection.LoopScope;
import dev.hub.websocket.handshake.Handshake;
import dev.hub.websocket.metering.LoopCounters;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns requests into WebSockets, or refuses to, and hands all others on. Belongs to one event loop. */
final class Upgrades implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    private static final int UNAVAILABLE = 503;

    private final Handshake handshake;
    private final LoopScope scope;
    private final LoopCounters counters;
    private final int maxConnections;
    private final Handler<HttpServerRequest> others;
    private boolean ended;

    Upgrades(
            Handshake handshake,
            LoopScope scope,
            LoopCounters counters,
            int maxConnections,
            Handler<HttpServerRequest> others) {
        this.handshake = handshake;
        this.scope = scope;
        this.counters = counters;
        this.maxConnections = maxConnections;
        this.others = others;
    }

    /** From now on every upgrade is refused. */
    void end() {
        ended = true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!Handshake.isMeant(request)) {
            others.handle(request);
        } else if (ended) {
            refuse(request, UNAVAILABLE, "this instance stops");
        } else if (scope.sockets() >= maxConnections) {
            refuse(request, UNAVAILABLE, "this instance holds as many connections as it may");
        } else {
            switch (handshake.judge(request)) {
                case Handshake.Verdict.Accept accept -> upgrade(request);
                case Handshake.Verdict.Refuse refuse -> refuse(request, refuse.status(), refuse.reason());
            }
        }
    }

    /** Vert.x answers by itself when the upgrade is not well-formed. */
    private void upgrade(HttpServerRequest request) {
        Headers kept = handshake.kept(request);
        request.toWebSocket()
                .onSuccess(socket -> takeOver(socket, kept))
                .onFailure(malformed -> LOG.debug("An upgrade failed: {}", malformed.getMessage()));
    }

    private void takeOver(ServerWebSocket socket, Headers kept) {
        scope.takeOver(((WebSocketInternal) socket).channelHandlerContext(), kept);
    }

    /** A refused client tries again elsewhere: the connection is of no more use to it. */
    private void refuse(HttpServerRequest request, int status, String reason) {
        counters.refusedHandshake(status);
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(reason + "\n")
                .onFailure(gone -> LOG.debug("A refused client did not wait for the answer"));
    }
}
