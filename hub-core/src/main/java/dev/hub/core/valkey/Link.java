package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One supervised socket to one server: opened, checked, watched, and opened again for as long as nobody closes it. What
 * is sent while it is not READY fails at once. Confined to the event loop of its environment.
 *
 * <p>A link on which pushes arrive carries nothing but SUBSCRIBE and its kin: the client would hand a push to a command
 * that waits.
 */
final class Link implements Lane {

    /** Places in the client's queue beyond {@link LinkSettings#maxInFlight()}: heartbeats and preparation. */
    static final int RESERVED_SLOTS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Request ASKING = Request.cmd(Command.ASKING);

    private final Endpoint endpoint;
    private final String use;
    private final LinkEnvironment env;
    private final LinkOwner owner;
    private final Pulse pulse;
    private final Patience patience;
    private InFlight inFlight;
    private LinkState state = new LinkState.Connecting();
    private @Nullable Wire wire;
    private ServerFacts facts = ServerFacts.UNKNOWN;
    private int attempt;
    private int failures;
    private long readyAt;
    private long drainingAt;
    private boolean closing;
    private long ticker = -1;
    private long retry = -1;
    private String lastError = "";

    /** The trouble that the log was told of and that is not over yet; else empty. */
    private String told = "";

    /** Not started: see {@link #start()}. {@code use} says what it is for, in logs and health. */
    Link(Endpoint endpoint, String use, LinkEnvironment env, LinkOwner owner) {
        this.endpoint = endpoint;
        this.use = use;
        this.env = env;
        this.owner = owner;
        this.pulse = new Pulse(env.settings());
        this.patience = new Patience(env.settings().connectTimeout(), env.nanos());
        this.inFlight = new InFlight(endpoint, env.settings().commandTimeout());
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public ServerFacts facts() {
        return facts;
    }

    /** Notes what was learned over a socket, unless it has been replaced since. */
    void learn(Wire from, ServerFacts learned) {
        if (from == wire) {
            facts = learned;
        }
    }

    boolean isReady() {
        return state instanceof LinkState.Ready;
    }

    boolean isClosed() {
        return state instanceof LinkState.Closed;
    }

    /** What the node looks like from here. */
    NodeHealth health() {
        return new NodeHealth(endpoint, use, state, lastError, pulse.roundTripMicros());
    }

    /** Makes the first attempt. */
    Link start() {
        connect();
        return this;
    }

    /** Sends a command; fails at once when the link is not READY or too much is in flight. */
    @Override
    public Future<@Nullable Response> send(Request request) {
        Wire open = wire;
        if (!isReady() || open == null) {
            return Future.failedFuture(unavailable());
        }
        if (inFlight.size() >= env.settings().maxInFlight()) {
            return Future.failedFuture(ValkeyUnavailableException.full("valkey " + endpoint + ": " + inFlight.size()
                    + " commands wait for an answer, which is the limit"));
        }
        return inFlight.track(open.send(request), env.nanos().getAsLong()).onComplete(this::noteAnswer);
    }

    private void noteAnswer(@Nullable Response answer, @Nullable Throwable cause) {
        if (cause == null || cause instanceof ValkeyReplyException) {
            heard();
        }
    }

    @Override
    public Future<@Nullable Response> sendAsking(Request request) {
        Wire open = wire;
        if (isReady() && open != null) {
            open.send(ASKING)
                    .onFailure(cause -> LOG.debug("valkey {}: ASKING failed: {}", endpoint, cause.getMessage()));
        }
        return send(request);
    }

    /** Writes a (un)subscription; its answer comes as a push. False when the link is not READY. */
    boolean write(Request subscription) {
        Wire open = wire;
        if (!isReady() || open == null) {
            return false;
        }
        open.send(subscription).onFailure(cause -> down(attempt, new Fault.Later(String.valueOf(cause.getMessage()))));
        return true;
    }

    /** What the present attempt may take to open and greet, and again to prepare. */
    Duration connectLimit() {
        return patience.limit();
    }

    /** Notes a sign of life. */
    void heard() {
        pulse.heard(env.nanos().getAsLong());
    }

    /** Notes the answer to a heartbeat, which measures the round trip. */
    void beatAnswered() {
        pulse.answered(env.nanos().getAsLong());
    }

    /** Takes no more commands, lets those in flight be answered, and then connects anew: the server is no primary. */
    @Override
    public void condemn(Fault fault) {
        drain(fault.text());
    }

    /** Takes no more commands, lets those in flight be answered, and closes. */
    void retire() {
        closing = true;
        drain("the node serves no slot any more");
    }

    private void drain(String reason) {
        if (!isReady()) {
            if (closing && !(state instanceof LinkState.Draining)) {
                close();
            }
            return;
        }
        state = new LinkState.Draining(reason);
        drainingAt = env.nanos().getAsLong();
        env.context().runOnContext(nothing -> endDraining(drainingAt));
    }

    private void endDraining(long now) {
        if (!(state instanceof LinkState.Draining draining)) {
            return;
        }
        boolean over = now - drainingAt > env.settings().deadAfter().toNanos();
        if (inFlight.size() > 0 && !over) {
            return;
        }
        if (closing) {
            close();
        } else {
            down(attempt, new Fault.Elsewhere(draining.reason()));
        }
    }

    /** Ends the link for good; what is in flight fails with an unknown outcome. */
    void close() {
        attempt++;
        state = new LinkState.Closed();
        release("the link was closed");
        env.vertx().cancelTimer(retry);
    }

    private void connect() {
        int current = ++attempt;
        state = new LinkState.Connecting();
        patience.begin();
        owner.open(this).onComplete((opened, cause) -> {
            if (opened == null) {
                down(current, fault(cause));
            } else if (current != attempt) {
                opened.close();
            } else {
                prepare(current, opened);
            }
        });
    }

    private void prepare(int current, Wire opened) {
        wire = opened;
        patience.begin();
        opened.onEnd(reason -> down(current, new Fault.Later("valkey " + endpoint + ": " + reason)));
        opened.onPush(push -> {
            if (current == attempt && push != null) {
                owner.push(this, push);
            }
        });
        owner.prepare(this, opened)
                .timeout(patience.limit().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete((done, cause) -> {
                    if (cause != null) {
                        down(current, fault(cause));
                    } else if (current == attempt) {
                        becomeReady();
                    }
                });
    }

    private void becomeReady() {
        state = new LinkState.Ready();
        patience.succeeded();
        lastError = "";
        readyAt = env.nanos().getAsLong();
        pulse.begin(readyAt);
        ticker = env.vertx().setPeriodic(tickMillis(), timer -> tick());
        logReady();
        owner.ready(this);
    }

    private long tickMillis() {
        LinkSettings settings = env.settings();
        long shortest = Math.min(
                settings.commandTimeout().toMillis() / 10, settings.heartbeat().toMillis() / 2);
        return Math.clamp(shortest, 5, 250);
    }

    private void tick() {
        long now = env.nanos().getAsLong();
        inFlight.expire(now);
        endDraining(now);
        Wire open = wire;
        if (open == null) {
            return;
        }
        switch (pulse.look(now)) {
            case ALIVE -> {}
            case ASK -> owner.beat(this, open);
            case DEAD ->
                down(
                        attempt,
                        new Fault.Later("valkey " + endpoint + ": silent for more than "
                                + env.settings().deadAfter().toMillis() + " ms"));
        }
    }

    private void down(int current, Fault fault) {
        if (current != attempt || isClosed()) {
            return;
        }
        if (closing) {
            close();
            return;
        }
        attempt++;
        boolean hasWaited = state instanceof LinkState.Connecting && patience.failed();
        boolean stood = isReady()
                && env.nanos().getAsLong() - readyAt
                        > env.settings().backoff().most().toNanos();
        failures = stood ? 1 : failures + 1;
        boolean fatal = fault instanceof Fault.Fatal;
        logOnce(fault);
        state = new LinkState.Waiting(fault.text(), fatal);
        lastError = fault.text();
        release(fault.text());
        retry = env.after(pauseMillis(fatal, hasWaited), this::connect);
        owner.lost(this, fault);
    }

    /** Who has waited for an answer in vain need not wait once more: an attempt that ran out of time was a pause itself. */
    private long pauseMillis(boolean fatal, boolean hasWaited) {
        Backoff backoff = env.settings().backoff();
        return fatal
                ? backoff.fatalMillis(failures, env.random())
                : backoff.millis(hasWaited ? 1 : failures, env.random());
    }

    private void logOnce(Fault fault) {
        if (!fault.text().equals(told)) {
            LOG.warn("{} ({}); trying again", fault.text(), use);
            told = fault.text();
        }
    }

    /** News only after trouble: there are many links, and all are made when the hub starts. */
    private void logReady() {
        if (told.isEmpty()) {
            LOG.debug("valkey {}: ready for {}", endpoint, use);
        } else {
            LOG.info("valkey {}: ready for {} again", endpoint, use);
            told = "";
        }
    }

    private void release(String reason) {
        env.vertx().cancelTimer(ticker);
        Wire open = wire;
        wire = null;
        InFlight lost = inFlight;
        inFlight = new InFlight(endpoint, env.settings().commandTimeout());
        lost.lose(reason);
        if (open != null) {
            open.close();
        }
    }

    private ValkeyUnavailableException unavailable() {
        return new ValkeyUnavailableException(
                switch (state) {
                    case LinkState.Connecting connecting ->
                        "valkey " + endpoint + ": still connecting"
                                + (lastError.isEmpty() ? "" : " after: " + lastError);
                    case LinkState.Ready ready -> "valkey " + endpoint + ": not open";
                    case LinkState.Draining draining -> draining.reason();
                    case LinkState.Waiting waiting -> waiting.reason();
                    case LinkState.Closed closed -> "valkey " + endpoint + ": the link was closed";
                });
    }

    private Fault fault(Throwable cause) {
        return ConnectFailedException.inPreparation(endpoint, patience.limit(), cause)
                .fault();
    }
}
