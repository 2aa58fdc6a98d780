package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The servers, as one event loop sees them: routes commands and scripts to the owner of their key, keeps its links alive
 * and says whether they are. Make one for each event loop. Methods may be called from any thread; from the event loop of
 * the object they act at once and in order.
 *
 * <p>Nothing is queued while a server is away: a command fails at once with {@link ValkeyUnavailableException}.
 */
public final class Valkey {

    private final LinkEnvironment env;
    private final ValkeyOptions options;
    private final Connector connector;
    private final TopologyKeeper keeper;
    private final CommandLinks links;
    private final Router router;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Consumer<Boolean>> readinessListeners = new ArrayList<>();
    private final List<Promise<Void>> waitingForReady = new ArrayList<>();
    private @Nullable DurableLinks durable;
    private volatile boolean ready;
    private volatile boolean serving;
    private boolean closed;

    private Valkey(LinkEnvironment env, ValkeyOptions options) {
        this.env = env;
        this.options = options;
        this.connector = new Connector(env.vertx(), options, env.settings());
        this.keeper = new TopologyKeeper(Topology.of(options, connector, env), env);
        this.links = new CommandLinks("commands", env, connector, keeper, options.isCluster(), this::judgeReadiness);
        this.router = new Router(links, keeper, env);
    }

    /**
     * Begins to connect and goes on for as long as it takes, see {@link #whenReady()}. Uses the current event loop; away
     * from one, or on a worker or virtual thread, an event loop of its own.
     */
    public static Valkey connect(Vertx vertx, ValkeyOptions options, LinkSettings settings) {
        @Nullable ContextInternal current = ((VertxInternal) vertx).getContext();
        ContextInternal context = current != null && current.isEventLoopContext()
                ? current.unwrap()
                : ((VertxInternal) vertx).createEventLoopContext();
        var env = new LinkEnvironment(vertx, context, settings, new SplittableRandom(), System::nanoTime);
        Valkey valkey = new Valkey(env, options);
        context.runOnContext(nothing -> valkey.keeper.start());
        return valkey;
    }

    /** Whether every slot has an owner that takes commands. From any thread. */
    public boolean isReady() {
        return ready;
    }

    /** Whether some slot has an owner that takes commands: in a cluster one server may be away and others not. From any thread. */
    public boolean isServing() {
        return serving;
    }

    /** Whether keys lie in slots of several servers. */
    public boolean isCluster() {
        return options.isCluster();
    }

    /** Completes when {@link #isReady()} holds, at once when it does; fails when closed before. */
    public Future<Void> whenReady() {
        return onLoop(() -> {
            if (ready) {
                return Future.succeededFuture();
            }
            if (closed) {
                return Future.failedFuture(closedException());
            }
            Promise<Void> promise = Promise.promise();
            waitingForReady.add(promise);
            return promise.future();
        });
    }

    /** Calls the listener after each change of {@link #isReady()}, on the event loop; completes when it will be. */
    public Future<Void> onReadiness(Consumer<Boolean> listener) {
        return onLoop(() -> {
            readinessListeners.add(listener);
            return Future.succeededFuture();
        });
    }

    /**
     * Sends a command to the owner of the key's slot. Not for (S)SUBSCRIBE and blocking commands.
     *
     * @param key any key of the command; all of them must be in one slot
     * @return the reply, null for nil; fails with one of the {@link ValkeyException}s
     */
    public Future<@Nullable Response> send(String key, Request request) {
        return this.<@Nullable Response>onLoop(() -> router.send(slot(key), request));
    }

    /**
     * Runs a script at the owner of its first key; again after an unknown outcome if its header says that it may.
     *
     * @param keys as many as the script declares, all in one slot; a script without keys runs at the owner of slot 0
     * @param args strings, byte arrays, buffers, integers, longs, booleans or {@link LinkFact}s
     * @return the reply, never nil; fails with one of the {@link ValkeyException}s
     */
    public Future<Response> run(Script script, List<String> keys, List<?> args) {
        return run(script, keys, args, script.isIdempotent());
    }

    /**
     * The same for a script of which it depends on the arguments whether it may run twice.
     *
     * @param repeatable whether to send it again after an unknown outcome, until the command timeout is over
     */
    public Future<Response> run(Script script, List<String> keys, List<?> args, boolean repeatable) {
        ScriptCall call = new ScriptCall(script, keys, args);
        return onLoop(() -> {
            links.remember(script);
            int slot = keys.isEmpty() ? 0 : slot(keys.getFirst());
            Repetition repetition = repeatable ? Repetition.AFTER_UNKNOWN : Repetition.NEVER;
            return router.run(slot, call, repetition).map(reply -> present(script, reply));
        });
    }

    /**
     * Runs a script, and completes when replicas have what it wrote: see {@link DurableSettings}. It must write something
     * each time. On links of their own, made when first used; calls travel in groups.
     *
     * @param repeatable whether to send it again after an unknown outcome; it is in any case until a server took it
     * @return as {@link #run}; fails with {@link ValkeyUnconfirmedException} when too few replicas confirmed
     */
    public Future<Response> runDurably(Script script, List<String> keys, List<?> args, boolean repeatable) {
        ScriptCall call = new ScriptCall(script, keys, args);
        return onLoop(() -> {
            int slot = keys.isEmpty() ? 0 : slot(keys.getFirst());
            return closed
                    ? Future.failedFuture(closedException())
                    : durableLinks().run(slot, call, repeatable).map(reply -> present(script, reply));
        });
    }

    private DurableLinks durableLinks() {
        DurableLinks made = durable;
        if (made == null) {
            made = new DurableLinks(env, connector, keeper, options.isCluster());
            durable = made;
        }
        return made;
    }

    private static Response present(Script script, @Nullable Response reply) {
        if (reply == null) {
            throw new IllegalStateException("script " + script.name() + " answered nil; scripts answer with data");
        }
        return reply;
    }

    /** Loads scripts on every primary ahead of their first use, and on every one that comes. */
    public void preload(Collection<Script> scripts) {
        onLoop(() -> {
            scripts.forEach(links::remember);
            return Future.succeededFuture();
        });
    }

    /**
     * Publishes to a channel, always by way of the owner of the channel's slot, so that one publisher's messages keep
     * their order. Completes when the server has it; that says nothing about subscribers.
     */
    public Future<Void> publish(String channel, byte[] payload) {
        return onLoop(() -> {
            int slot = slot(channel);
            Request request =
                    Request.cmd(links.mode(slot).command()).arg(channel).arg(payload);
            return router.send(slot, request).mapEmpty();
        });
    }

    /** By which command a script has to publish to the channel. On the event loop only. */
    public PubSubMode pubSubMode(String channel) {
        return links.mode(slot(channel));
    }

    /** Subscriptions on links of their own, on this event loop. Ends with this object or by itself. */
    public Subscriber subscriber(SubscriberListener listener) {
        Subscriber subscriber = new Subscriber(env, connector, keeper, options.isCluster(), listener);
        onLoop(() -> {
            subscribers.add(subscriber);
            subscriber.start();
            return Future.succeededFuture();
        });
        return subscriber;
    }

    /** The state of every link. */
    public Future<ValkeyHealth> health() {
        return onLoop(() -> {
            List<NodeHealth> nodes = new ArrayList<>(links.health());
            if (durable != null) {
                nodes.addAll(durable.health());
            }
            subscribers.forEach(subscriber -> nodes.addAll(subscriber.health()));
            nodes.addAll(keeper.health());
            return Future.succeededFuture(new ValkeyHealth(ready, keeper.problem(), nodes));
        });
    }

    /** Closes every link; what is in flight fails with an unknown outcome. */
    public Future<Void> close() {
        return onLoop(() -> {
            closed = true;
            keeper.close();
            subscribers.forEach(Subscriber::shut);
            links.close();
            if (durable != null) {
                durable.close();
            }
            judgeReadiness();
            waitingForReady.forEach(promise -> promise.tryFail(closedException()));
            waitingForReady.clear();
            return Future.succeededFuture();
        });
    }

    private int slot(String key) {
        return options.isCluster() ? KeySlot.of(key) : 0;
    }

    private void judgeReadiness() {
        serving = !closed && links.isServing();
        boolean now = !closed && links.isReady();
        if (now == ready) {
            return;
        }
        ready = now;
        if (now) {
            List<Promise<Void>> waiting = List.copyOf(waitingForReady);
            waitingForReady.clear();
            waiting.forEach(Promise::tryComplete);
        }
        readinessListeners.forEach(listener -> listener.accept(now));
    }

    private <T extends @Nullable Object> Future<T> onLoop(Supplier<Future<T>> task) {
        return EventLoop.call(env.context(), task);
    }

    private static ValkeyUnavailableException closedException() {
        return new ValkeyUnavailableException("the access to Valkey was closed");
    }
}
