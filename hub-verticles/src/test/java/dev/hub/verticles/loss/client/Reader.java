package dev.hub.verticles.loss.client;

import dev.hub.verticles.loss.judge.Figures.Count;
import dev.hub.verticles.loss.judge.Position;
import dev.hub.verticles.loss.judge.Track;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A client that wants everything: it connects to any hub, subscribes to its channels where it stopped, and when it is
 * disconnected, goes elsewhere. A restless one leaves by itself at random moments and comes back after a while.
 */
public final class Reader implements Participant {
    private final Vertx vertx;
    private final WebSocketClient sockets;
    private final Identity identity;
    private final Bench bench;
    private final Receipts receipts;
    private @Nullable WireConnection connection;
    private int incarnation;
    private boolean staying;
    private boolean stopped;

    /** Of one identity; does nothing before {@link #start}. */
    public Reader(Vertx vertx, WebSocketClient sockets, Identity identity, Bench bench) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.identity = identity;
        this.bench = bench;
        this.receipts = new Receipts(identity.name(), identity.channels(), bench);
        this.staying = !identity.restless();
    }

    /**
     * Who a reader is.
     *
     * @param name unique in the run
     * @param fronts the hubs
     * @param channels what it subscribes to
     * @param random decides when it leaves and where it goes
     * @param restless whether it leaves by itself
     */
    public record Identity(
            String name, Fronts fronts, List<String> channels, RandomGenerator random, boolean restless) {}

    @Override
    public void start() {
        receipts.present();
        connect();
    }

    /**
     * Comes for the first time, at the end, and asks for everything that the streams still have.
     *
     * @param isOwedAll that has to be everything that was ever acknowledged
     */
    public void startLate(boolean isOwedAll) {
        receipts.tracks().values().forEach(track -> {
            Position beginning = bench.ledger().of(track.channel()).beginning();
            if (beginning != null) {
                track.comesLate(beginning, isOwedAll);
            }
        });
        start();
    }

    private void connect() {
        int own = ++incarnation;
        List<Integer> ports = identity.fronts().ports();
        int port = ports.get(identity.random().nextInt(ports.size()));
        if (own > 1) {
            bench.figures().add(Count.RECONNECTS);
        }
        WireConnection.open(vertx, sockets, port, new Ears(own))
                .onSuccess(opened -> opened(own, opened))
                .onFailure(refused -> connectLater(own));
    }

    private void opened(int own, WireConnection opened) {
        if (own != incarnation || stopped) {
            opened.leave(false);
            return;
        }
        connection = opened;
        String token = identity.fronts().tokens().apply(identity.name());
        opened.ask(new JsonObject().put("connect", new JsonObject().put("token", token)), reply -> {
            JsonObject error = reply.getJsonObject("error");
            if (error != null && error.getBoolean("temporary", false)) {
                bench.figures().add(Count.TEMPORARY_ERRORS);
                leave();
            } else if (error != null) {
                bench.refused(identity.name(), "connect was answered with " + reply);
            }
        });
        identity.channels().forEach(channel -> subscribe(opened, channel));
        planToLeave(own);
    }

    private void subscribe(WireConnection on, String channel) {
        Track track = receipts.of(channel);
        JsonObject request = new JsonObject().put("channel", channel);
        if (track.last() != null) {
            bench.figures().add(Count.RESUMPTIONS);
            request.put("recover", true)
                    .put("offset", track.last().offset())
                    .put("epoch", track.last().epoch());
        }
        on.ask(new JsonObject().put("subscribe", request), reply -> {
            JsonObject error = reply.getJsonObject("error");
            if (error == null) {
                receipts.subscribed(channel, reply.getJsonObject("subscribe"));
            } else if (error.getBoolean("temporary", false)) {
                bench.figures().add(Count.TEMPORARY_ERRORS);
                vertx.setTimer(pause(50, 200), again -> subscribeOn(on, channel));
            } else {
                bench.refused(identity.name(), "subscribe to " + channel + " was answered with " + reply);
            }
        });
    }

    private void subscribeOn(WireConnection on, String channel) {
        if (connection == on) {
            subscribe(on, channel);
        }
    }

    private void planToLeave(int own) {
        if (staying) {
            return;
        }
        vertx.setTimer(pause(20, 2_500), now -> {
            if (own == incarnation && !staying && !stopped) {
                leave();
            }
        });
    }

    private void leave() {
        leaveFor(pause(5, 900));
    }

    @Override
    public void leaveFor(long millis) {
        disconnect(identity.random().nextBoolean());
        int own = ++incarnation;
        vertx.setTimer(millis, now -> {
            if (own == incarnation && !stopped) {
                receipts.present();
                connect();
            }
        });
    }

    private void disconnect(boolean politely) {
        WireConnection open = connection;
        connection = null;
        if (open != null) {
            open.leave(politely);
        }
    }

    private void connectLater(int own) {
        vertx.setTimer(pause(20, 200), now -> {
            if (own == incarnation && !stopped) {
                connect();
            }
        });
    }

    private long pause(int fromMillis, int toMillis) {
        return identity.random().nextLong(fromMillis, toMillis);
    }

    /** Hears one connection, until the next one is made. */
    private final class Ears implements WireConnection.Listener {
        private final int own;

        Ears(int own) {
            this.own = own;
        }

        @Override
        public void pushed(JsonObject push) {
            if (own != incarnation) {
                return;
            }
            String channel = push.getString("channel", "");
            if (push.containsKey("pub")) {
                receipts.published(channel, push.getJsonObject("pub"), false);
            } else if (push.containsKey("unsubscribe")) {
                unsubscribed(channel, push.getJsonObject("unsubscribe"));
            }
        }

        private void unsubscribed(String channel, JsonObject push) {
            WireConnection on = connection;
            if (push.getInteger("code", 0) < 2500 || on == null) {
                bench.refused(identity.name(), "was unsubscribed from " + channel + " by " + push);
                return;
            }
            receipts.of(channel).interrupted("unsubscribe " + push);
            subscribe(on, channel);
        }

        @Override
        public void closed(int code, @Nullable String reason) {
            if (own != incarnation) {
                return;
            }
            connection = null;
            if (CloseCodes.isTerminal(code)) {
                bench.refused(identity.name(), "was closed for ever with " + code + " " + reason);
            } else if (code == CloseCodes.INSUFFICIENT_STATE) {
                receipts.interrupted("close " + code + " " + reason);
            }
            connectLater(own);
        }
    }

    @Override
    public void stay() {
        staying = true;
    }

    @Override
    public void stop() {
        stopped = true;
        disconnect(true);
    }

    @Override
    public String name() {
        return identity.name();
    }

    @Override
    public Map<String, Track> tracks() {
        return receipts.tracks();
    }
}
