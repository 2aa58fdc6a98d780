package dev.hub.websocket;

import dev.hub.core.decision.Headers;
import dev.hub.websocket.connection.LoopScope;
import dev.hub.websocket.handshake.Handshake;
import dev.hub.websocket.metering.LoopCounters;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.net.InetAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns requests into WebSockets, or refuses to, and hands all others on. Belongs to one event loop. */
final class Upgrades implements Handler<HttpServerRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Door door;
    private final LoopScope scope;
    private final LoopCounters counters;
    private final Handler<HttpServerRequest> others;
    private boolean ended;

    Upgrades(Door door, LoopScope scope, LoopCounters counters, Handler<HttpServerRequest> others) {
        this.door = door;
        this.scope = scope;
        this.counters = counters;
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
        } else if (scope.sockets() >= door.maxConnections()) {
            refuse(request, UNAVAILABLE, "this instance holds as many connections as it may");
        } else {
            switch (door.handshake().judge(request)) {
                case Handshake.Verdict.Accept accept -> letIn(request);
                case Handshake.Verdict.Refuse refuse -> refuse(request, refuse.status(), refuse.reason());
            }
        }
    }

    private void letIn(HttpServerRequest request) {
        Optional<InetAddress> address = door.addresses().address(request);
        if (door.addresses().enter(address)) {
            upgrade(request, address);
        } else {
            refuse(request, TOO_MANY_REQUESTS, "your address holds as many connections as it may");
        }
    }

    /** Vert.x answers by itself when the upgrade is not well-formed. */
    private void upgrade(HttpServerRequest request, Optional<InetAddress> address) {
        Headers kept = door.handshake().kept(request);
        request.toWebSocket()
                .onSuccess(socket -> takeOver(socket, kept, address))
                .onFailure(malformed -> {
                    door.addresses().leave(address);
                    LOG.debug("An upgrade failed: {}", malformed.getMessage());
                });
    }

    private void takeOver(ServerWebSocket socket, Headers kept, Optional<InetAddress> address) {
        ChannelHandlerContext handler = ((WebSocketInternal) socket).channelHandlerContext();
        door.addresses().follow(handler.channel(), address);
        address.map(InetAddress::getHostAddress).ifPresent(ip -> scope.remember(handler.channel(), ip));
        scope.takeOver(handler, kept);
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
