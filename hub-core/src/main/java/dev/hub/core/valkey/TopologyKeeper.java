package dev.hub.core.valkey;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps the slot map up to date: asks on suspicion, on hints and on a timer, never twice at a time, and with growing
 * pauses while asking brings nothing new. Confined to one event loop.
 */
final class TopologyKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(TopologyKeeper.class);

    /** Doublings of the first back-off after which the pause grows no more (50 ms to 400 ms by default). */
    private static final int MOST_DOUBLINGS = 4;

    private final Topology topology;
    private final LinkEnvironment env;
    private final Patience patience;
    private final List<Runnable> listeners = new ArrayList<>();
    private SlotMap map = SlotMap.EMPTY;
    private String problem = "the topology is not known yet";
    private boolean asking;
    private boolean again;
    private boolean closed;
    private int fruitless;
    private long timer = -1;
    private long refresher = -1;

    TopologyKeeper(Topology topology, LinkEnvironment env) {
        this.topology = topology;
        this.env = env;
        this.patience = new Patience(env.settings().connectTimeout(), env.nanos());
    }

    /** The newest map. */
    SlotMap map() {
        return map;
    }

    /** Why the map may be stale, or empty. */
    String problem() {
        return problem;
    }

    List<NodeHealth> health() {
        return topology.health();
    }

    /** Runs the listener after each change, until the returned action is run. */
    Runnable onChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void start() {
        refresher = env.vertx().setPeriodic(env.settings().topologyRefresh().toMillis(), id -> askSoon());
        topology.watch(this::askSoon);
        askSoon();
    }

    void close() {
        closed = true;
        env.vertx().cancelTimer(refresher);
        env.vertx().cancelTimer(timer);
        topology.close();
    }

    /** There is news, or it is time: asks without a pause. */
    void askSoon() {
        fruitless = 0;
        suspect();
    }

    /** Something did not fit: asks, with a pause when this was tried in vain before. */
    void suspect() {
        if (asking) {
            again = true;
        } else if (fruitless == 0) {
            env.vertx().cancelTimer(timer);
            ask();
        } else if (timer < 0) {
            timer = env.after(
                    env.settings().backoff().millis(Math.min(fruitless, MOST_DOUBLINGS), env.random()), this::ask);
        }
    }

    /** A node told the owner of a slot. */
    void moved(int slot, Endpoint owner) {
        topology.moved(slot, owner);
        if (!owner.equals(map.owner(slot))) {
            change(map.with(slot, owner));
        }
        suspect();
    }

    private void ask() {
        timer = -1;
        if (closed) {
            return;
        }
        asking = true;
        patience.begin();
        topology.resolve(patience.limit()).onComplete((resolved, cause) -> {
            asking = false;
            if (!closed) {
                settle(resolved, cause);
            }
        });
    }

    private void settle(SlotMap resolved, Throwable cause) {
        fruitless++;
        boolean ask = again;
        again = false;
        if (cause != null) {
            patience.failed();
            note(String.valueOf(cause.getMessage()));
            ask = true;
        } else {
            problem = "";
            patience.succeeded();
            if (!resolved.equals(map)) {
                fruitless = 0;
                change(resolved);
            }
        }
        if (ask) {
            fruitless = Math.max(fruitless, 1);
            suspect();
        }
    }

    private void note(String text) {
        if (!text.equals(problem)) {
            LOG.warn("the owners of the keys cannot be learnt: {}; trying again", text);
            problem = text;
        }
    }

    private void change(SlotMap changed) {
        if (!changed.primaries().equals(map.primaries())) {
            LOG.atLevel(map.primaries().isEmpty() ? Level.DEBUG : Level.INFO)
                    .log("valkey primaries: {}", changed.primaries());
        }
        map = changed;
        for (Runnable listener : List.copyOf(listeners)) {
            listener.run();
        }
    }
}
