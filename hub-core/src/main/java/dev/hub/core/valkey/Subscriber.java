package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Subscriptions of one event loop, each at the primary that owns the channel's slot, on links that carry nothing else.
 * What was confirmed once is subscribed again after every loss of a link, failover and move of a slot, until it is
 * unsubscribed. Calls of one turn of the event loop travel together.
 */
public final class Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriber.class);

    private final LinkEnvironment env;
    private final TopologyKeeper keeper;
    private final boolean cluster;
    private final SubscriberListener listener;
    private final PushSessions sessions;
    private final Map<String, Subscription> wanted = new HashMap<>();
    private List<Subscription> beginning = new ArrayList<>();
    private List<Subscription> ending = new ArrayList<>();
    private List<String> restored = new ArrayList<>();
    private Runnable unlisten = () -> {};
    private boolean flushing;
    private boolean closed;

    Subscriber(
            LinkEnvironment env,
            Connector connector,
            TopologyKeeper keeper,
            boolean cluster,
            SubscriberListener listener) {
        this.env = env;
        this.keeper = keeper;
        this.cluster = cluster;
        this.listener = listener;
        this.sessions = new PushSessions(keeper, primary -> new PushSession(primary, this, connector, env, cluster));
    }

    /**
     * Subscribes to a channel.
     *
     * @return completes when the server confirmed. Fails with {@link ValkeyUnavailableException} when the server is
     *     away, {@link ValkeyReplyException} when it refuses, {@link ValkeyTimeoutException} when it does not answer;
     *     the channel is not subscribed then
     */
    public Future<Void> subscribe(String channel) {
        return EventLoop.call(env.context(), () -> {
            if (closed) {
                return Future.failedFuture(new ValkeyUnavailableException("the subscriber was closed"));
            }
            @Nullable Subscription known = wanted.get(channel);
            if (known != null) {
                return known.confirmed.future();
            }
            Subscription begun = new Subscription(channel, cluster ? KeySlot.of(channel) : 0);
            wanted.put(channel, begun);
            beginning.add(begun);
            flushSoon();
            return begun.confirmed.future();
        });
    }

    /** Unsubscribes; no message of the channel is delivered any more. Completes when the server knows, too. */
    public Future<Void> unsubscribe(String channel) {
        return EventLoop.call(env.context(), () -> {
            @Nullable Subscription known = wanted.remove(channel);
            return known == null ? Future.succeededFuture() : end(known, "it was unsubscribed meanwhile");
        });
    }

    /** Completes when every primary has a READY link for subscriptions; fails when closed before. */
    public Future<Void> whenReady() {
        return EventLoop.call(env.context(), sessions::whenReady);
    }

    /** Ends all subscriptions and links. */
    public Future<Void> close() {
        return EventLoop.call(env.context(), () -> {
            shut();
            return Future.succeededFuture();
        });
    }

    void start() {
        unlisten = keeper.onChange(this::reconcile);
        reconcile();
    }

    void shut() {
        closed = true;
        unlisten.run();
        var cause = new ValkeyUnavailableException("the subscriber was closed");
        sessions.close(cause);
        List<Subscription> all = List.copyOf(wanted.values());
        wanted.clear();
        all.forEach(subscription -> subscription.confirmed.tryFail(cause));
    }

    List<NodeHealth> health() {
        return sessions.health();
    }

    private Future<Void> end(Subscription subscription, String why) {
        subscription.confirmed.tryFail(new ValkeyUnavailableException("channel " + subscription.channel + ": " + why));
        if (subscription.session() == null) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = Promise.promise();
        subscription.ended.add(promise);
        ending.add(subscription);
        flushSoon();
        return promise.future();
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            env.context().runOnContext(nothing -> flush());
        }
    }

    private void flush() {
        flushing = false;
        List<Subscription> ended = ending;
        List<Subscription> begun = beginning;
        ending = new ArrayList<>();
        beginning = new ArrayList<>();
        endAll(ended);
        List<Subscription> current = begun.stream().filter(this::isWanted).toList();
        failUnplaceable(current);
        place(current);
        env.after(env.settings().commandTimeout().toMillis(), () -> failUnconfirmed(current));
        tellRestored();
    }

    private boolean isWanted(Subscription subscription) {
        return wanted.get(subscription.channel) == subscription;
    }

    private void endAll(List<Subscription> ended) {
        Map<PushSession, List<Subscription>> bySession = new LinkedHashMap<>();
        for (Subscription subscription : ended) {
            @Nullable PushSession session = subscription.session();
            if (session == null) {
                ended(subscription);
            } else {
                bySession.computeIfAbsent(session, key -> new ArrayList<>()).add(subscription);
            }
        }
        bySession.forEach((session, subscriptions) -> {
            session.unsubscribe(subscriptions);
            subscriptions.forEach(Subscription::displace);
        });
    }

    private void failUnplaceable(List<Subscription> begun) {
        for (Subscription subscription : begun) {
            @Nullable PushSession session = sessionFor(subscription);
            if (session == null || !session.link().isReady()) {
                wanted.remove(subscription.channel);
                String why = session == null
                        ? keeper.problem()
                        : session.link().health().lastError();
                subscription.confirmed.tryFail(new ValkeyUnavailableException(
                        "no link for subscriptions" + (why.isEmpty() ? " yet" : ": " + why)));
            }
        }
    }

    private void failUnconfirmed(List<Subscription> begun) {
        for (Subscription subscription : begun) {
            if (isWanted(subscription) && !subscription.wasConfirmed()) {
                wanted.remove(subscription.channel);
                subscription.confirmed.tryFail(new ValkeyTimeoutException("the subscription was not confirmed within "
                        + env.settings().commandTimeout().toMillis() + " ms"));
                end(subscription, "it was not confirmed");
            }
        }
    }

    /** Sends the subscriptions to their owners, as far as these have a READY link; the others wait for it. */
    private void place(Collection<Subscription> subscriptions) {
        Map<PushSession, List<Subscription>> bySession = new LinkedHashMap<>();
        for (Subscription subscription : subscriptions) {
            @Nullable PushSession session = sessionFor(subscription);
            if (session != null && session.link().isReady() && isWanted(subscription)) {
                bySession.computeIfAbsent(session, key -> new ArrayList<>()).add(subscription);
            }
        }
        bySession.forEach((session, some) -> session.subscribe(some, sessions.areMixed()));
    }

    private @Nullable PushSession sessionFor(Subscription subscription) {
        return sessions.owner(subscription.slot);
    }

    private void reconcile() {
        if (!closed) {
            sessions.beginNew();
            moveToOwners();
            place(unplaced());
            sessions.endOld();
        }
    }

    /** What waits for an owner, or for its link. */
    private List<Subscription> unplaced() {
        return wanted.values().stream()
                .filter(subscription -> subscription.session() == null && !beginning.contains(subscription))
                .toList();
    }

    private void moveToOwners() {
        List<Subscription> moved = new ArrayList<>();
        Map<PushSession, List<Subscription>> left = new LinkedHashMap<>();
        for (Subscription subscription : wanted.values()) {
            @Nullable PushSession at = subscription.session();
            if (at != null && at != sessionFor(subscription)) {
                moved.add(subscription);
                left.computeIfAbsent(at, key -> new ArrayList<>()).add(subscription);
            }
        }
        interrupt(moved);
        left.forEach((session, some) -> session.unsubscribe(some));
        place(moved);
    }

    /** Takes the subscriptions off their sessions and tells the listener about those that were live. */
    private void interrupt(Collection<Subscription> subscriptions) {
        List<String> channels = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.isLive()) {
                channels.add(subscription.channel);
            }
            subscription.displace();
        }
        tellRestored();
        if (!channels.isEmpty()) {
            listener.interrupted(channels);
        }
    }

    private void tellRestored() {
        if (!restored.isEmpty()) {
            List<String> channels = restored;
            restored = new ArrayList<>();
            listener.restored(channels);
        }
    }

    void sessionReady(PushSession session) {
        place(unplaced().stream()
                .filter(subscription -> sessionFor(subscription) == session)
                .toList());
        sessions.tellReady();
    }

    void sessionLost(PushSession session) {
        interrupt(wanted.values().stream()
                .filter(subscription -> subscription.session() == session)
                .toList());
        keeper.suspect();
    }

    void received(PushSession session, String channel, Buffer payload) {
        @Nullable Subscription subscription = wanted.get(channel);
        if (subscription != null && subscription.session() == session && subscription.isLive()) {
            tellRestored();
            listener.message(channel, payload);
        }
    }

    void confirmed(Subscription subscription) {
        boolean before = subscription.wasConfirmed();
        if (!subscription.confirm()) {
            return;
        }
        if (before) {
            restored.add(subscription.channel);
            flushSoon();
        } else {
            subscription.confirmed.tryComplete();
        }
    }

    void ended(Subscription subscription) {
        subscription.ended.forEach(Promise::tryComplete);
    }

    /** The server took the channel away: its slot has moved. */
    void movedAway(PushSession session, String channel) {
        @Nullable Subscription subscription = wanted.get(channel);
        if (subscription != null && subscription.session() == session) {
            interrupt(List.of(subscription));
            keeper.suspect();
            placeLater(List.of(subscription), false);
        }
    }

    void refused(PushSession session, List<Subscription> subscriptions, String text) {
        interrupt(subscriptions);
        switch (Fault.of(text, session.endpoint())) {
            case Fault.Moved moved -> {
                keeper.moved(moved.slot(), moved.target());
                placeLater(subscriptions, false);
            }
            case Fault.Fatal fatal -> forbidden(subscriptions, text);
            case Fault.Refused refused -> forbidden(subscriptions, text);
            default -> {
                keeper.suspect();
                placeLater(subscriptions, false);
            }
        }
    }

    /** One refusal is for a whole command: asks for each channel alone before any is given up. */
    private void forbidden(List<Subscription> subscriptions, String text) {
        if (subscriptions.size() > 1) {
            subscriptions.forEach(subscription -> place(List.of(subscription)));
            return;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.wasConfirmed()) {
                LOG.warn("channel {} cannot be subscribed again: {}; trying again", subscription.channel, text);
                placeLater(subscriptions, true);
            } else if (isWanted(subscription)) {
                wanted.remove(subscription.channel);
                subscription.confirmed.tryFail(new ValkeyReplyException(text));
            }
        }
    }

    private void placeLater(List<Subscription> subscriptions, boolean fatal) {
        Backoff backoff = env.settings().backoff();
        long pause = fatal ? backoff.fatalMillis(3, env.random()) : backoff.millis(1, env.random());
        env.after(
                pause,
                () -> place(subscriptions.stream()
                        .filter(subscription -> subscription.session() == null)
                        .toList()));
    }
}
