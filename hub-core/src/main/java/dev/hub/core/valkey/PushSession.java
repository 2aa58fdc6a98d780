package dev.hub.core.valkey;

import dev.hub.core.valkey.PushCommand.Target;
import dev.hub.core.valkey.PushCommand.Verb;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.ResponseType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions on one primary. The server answers (un)subscriptions in order, each with one push for each channel
 * or with one error for the whole command; so the first command without a complete answer is the one an answer is for.
 */
final class PushSession implements LinkOwner {

    /** Most channels of one SUBSCRIBE: bounds the server's pause for it. */
    static final int CHUNK = 512;

    private final Subscriber subscriber;
    private final Connector connector;
    private final LinkEnvironment env;
    private final boolean cluster;
    private final Link link;
    private final ArrayDeque<PushCommand> sent = new ArrayDeque<>();
    private boolean sharded;
    private boolean probed;

    PushSession(Endpoint endpoint, Subscriber subscriber, Connector connector, LinkEnvironment env, boolean cluster) {
        this.subscriber = subscriber;
        this.connector = connector;
        this.env = env;
        this.cluster = cluster;
        this.link = new Link(endpoint, "subscriptions", env, this);
    }

    Endpoint endpoint() {
        return link.endpoint();
    }

    Link link() {
        return link;
    }

    /** Whether the server has sharded pub/sub, as far as is known. */
    boolean isSharded() {
        return sharded;
    }

    /** Whether the server surely has it; while some node has not, publishers may use the classic commands. */
    boolean isSurelySharded() {
        return probed && sharded;
    }

    /** Subscribes; {@code classicToo} adds the classic subscription to a sharded one. */
    void subscribe(List<Subscription> subscriptions, boolean classicToo) {
        List<Target> targets = new ArrayList<>(subscriptions.size());
        int confirmations = sharded && classicToo ? 2 : 1;
        for (Subscription subscription : subscriptions) {
            targets.add(new Target(subscription, subscription.place(this, confirmations, !sharded || classicToo)));
        }
        if (sharded) {
            inSlots(targets, slot -> write(new PushCommand(Verb.SSUBSCRIBE, slot)));
        }
        if (!sharded || classicToo) {
            inChunks(targets, chunk -> write(new PushCommand(Verb.SUBSCRIBE, chunk)));
        }
    }

    /** Unsubscribes what was subscribed here, by the same commands. */
    void unsubscribe(List<Subscription> subscriptions) {
        List<Target> targets = new ArrayList<>(subscriptions.size());
        List<Target> classic = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            Target target = new Target(subscription, 0);
            targets.add(target);
            if (subscription.isClassic()) {
                classic.add(target);
            }
        }
        if (sharded) {
            inSlots(targets, slot -> write(new PushCommand(Verb.SUNSUBSCRIBE, slot)));
        }
        inChunks(classic, chunk -> write(new PushCommand(Verb.UNSUBSCRIBE, chunk)));
    }

    /** A sharded command takes channels of one slot only. */
    private static void inSlots(List<Target> targets, Consumer<List<Target>> command) {
        Map<Integer, List<Target>> bySlot = new TreeMap<>();
        for (Target target : targets) {
            bySlot.computeIfAbsent(target.subscription().slot, slot -> new ArrayList<>())
                    .add(target);
        }
        bySlot.values().forEach(slot -> inChunks(slot, command));
    }

    private static void inChunks(List<Target> targets, Consumer<List<Target>> command) {
        for (int from = 0; from < targets.size(); from += CHUNK) {
            command.accept(targets.subList(from, Math.min(from + CHUNK, targets.size())));
        }
    }

    private void write(PushCommand command) {
        if (link.write(command.request(env.settings().heartbeatChannel()))) {
            sent.add(command);
        }
    }

    @Override
    public Future<Wire> open(Link opened) {
        return connector.openData(opened.endpoint(), opened.connectLimit());
    }

    @Override
    public Future<Void> prepare(Link prepared, Wire wire) {
        Future<Void> primary = Checks.primary(prepared.endpoint(), wire);
        if (!cluster) {
            return primary;
        }
        Future<Boolean> probe = Checks.hasShardedPubSub(wire).onSuccess(has -> {
            sharded = has;
            probed = true;
        });
        return Future.all(primary, probe).mapEmpty();
    }

    @Override
    public void beat(Link asked, Wire wire) {
        write(PushCommand.heartbeat());
    }

    @Override
    public void ready(Link ready) {
        subscriber.sessionReady(this);
    }

    @Override
    public void lost(Link lost, Fault fault) {
        List<PushCommand> unanswered = List.copyOf(sent);
        sent.clear();
        for (PushCommand command : unanswered) {
            if (command.isEnd()) {
                command.rest().forEach(target -> subscriber.ended(target.subscription()));
            }
        }
        subscriber.sessionLost(this);
    }

    @Override
    public void push(Link from, Response push) {
        from.heard();
        if (push.type() == ResponseType.ERROR) {
            refused(String.valueOf(push));
        } else if (push.size() == 3) {
            Buffer kind = push.get(0).toBuffer();
            if (isMessage(kind)) {
                subscriber.received(this, push.get(1).toString(), push.get(2).toBuffer());
            } else {
                answered(kind.toString(), push.get(1));
            }
        }
    }

    /** "message" or "smessage". */
    private static boolean isMessage(Buffer kind) {
        int m = kind.length() - "message".length();
        return (m == 0 || m == 1) && kind.getByte(m) == 'm';
    }

    private void answered(String kind, @Nullable Response channelOrNull) {
        if (channelOrNull == null) {
            return;
        }
        String channel = channelOrNull.toString();
        PushCommand first = sent.peek();
        if (first != null && first.expects(kind, channel, env.settings().heartbeatChannel())) {
            confirm(first);
        } else if (kind.equals("sunsubscribe")) {
            subscriber.movedAway(this, channel);
        }
    }

    private void confirm(PushCommand first) {
        if (first.isHeartbeat()) {
            sent.remove();
            link.beatAnswered();
            return;
        }
        Target target = first.next();
        if (first.isComplete()) {
            sent.remove();
        }
        if (first.isEnd()) {
            subscriber.ended(target.subscription());
        } else if (target.isCurrent()) {
            subscriber.confirmed(target.subscription());
        }
    }

    private void refused(String text) {
        PushCommand first = sent.poll();
        if (first == null) {
            return;
        }
        if (first.isHeartbeat()) {
            link.beatAnswered();
        } else if (first.isEnd()) {
            first.rest().forEach(target -> subscriber.ended(target.subscription()));
        } else {
            List<Subscription> current = first.rest().stream()
                    .filter(Target::isCurrent)
                    .map(Target::subscription)
                    .toList();
            subscriber.refused(this, current, text);
        }
    }
}
