package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
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
    private final ArrayDeque<Sent> sent = new ArrayDeque<>();
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
            targets.add(new Target(subscription, subscription.place(this, confirmations)));
        }
        if (sharded) {
            inSlots(targets, slot -> write(Verb.SSUBSCRIBE, slot));
        }
        if (!sharded || classicToo) {
            inChunks(targets, chunk -> write(Verb.SUBSCRIBE, chunk));
        }
    }

    /** Unsubscribes what was subscribed here. */
    void unsubscribe(List<Subscription> subscriptions, boolean classicToo) {
        List<Target> targets = new ArrayList<>(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            targets.add(new Target(subscription, 0));
        }
        if (sharded) {
            inSlots(targets, slot -> write(Verb.SUNSUBSCRIBE, slot));
        }
        if (!sharded || classicToo) {
            inChunks(targets, chunk -> write(Verb.UNSUBSCRIBE, chunk));
        }
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

    private void write(Verb verb, List<Target> targets) {
        Request request = Request.cmd(verb.command());
        targets.forEach(target -> request.arg(target.subscription().channel));
        if (link.write(request)) {
            sent.add(new Sent(verb, targets));
        }
    }

    @Override
    public Future<Wire> open(Link opened) {
        return connector.openData(opened.endpoint());
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
        if (asked.write(Request.cmd(Command.SUBSCRIBE).arg(env.settings().heartbeatChannel()))) {
            sent.add(new Sent(Verb.SUBSCRIBE, List.of()));
        }
    }

    @Override
    public void ready(Link ready) {
        subscriber.sessionReady(this);
    }

    @Override
    public void lost(Link lost, Fault fault) {
        List<Sent> unanswered = List.copyOf(sent);
        sent.clear();
        for (Sent command : unanswered) {
            if (command.verb.isEnd()) {
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
        Sent first = sent.peek();
        if (first != null && first.expects(kind, channel, env.settings().heartbeatChannel())) {
            confirm(first);
        } else if (kind.equals("sunsubscribe")) {
            subscriber.movedAway(this, channel);
        }
    }

    private void confirm(Sent first) {
        if (first.isHeartbeat()) {
            sent.remove();
            link.beatAnswered();
            return;
        }
        Target target = first.next();
        if (first.isComplete()) {
            sent.remove();
        }
        if (first.verb.isEnd()) {
            subscriber.ended(target.subscription());
        } else if (target.subscription().isCurrent(target.placement())) {
            subscriber.confirmed(target.subscription());
        }
    }

    private void refused(String text) {
        Sent first = sent.poll();
        if (first == null) {
            return;
        }
        if (first.isHeartbeat()) {
            link.beatAnswered();
        } else if (first.verb.isEnd()) {
            first.rest().forEach(target -> subscriber.ended(target.subscription()));
        } else {
            List<Subscription> current = first.rest().stream()
                    .filter(target -> target.subscription().isCurrent(target.placement()))
                    .map(Target::subscription)
                    .toList();
            subscriber.refused(this, current, text);
        }
    }

    private enum Verb {
        SUBSCRIBE("subscribe"),
        SSUBSCRIBE("ssubscribe"),
        UNSUBSCRIBE("unsubscribe"),
        SUNSUBSCRIBE("sunsubscribe");

        /** First element of the push that answers. */
        private final String answer;

        Verb(String answer) {
            this.answer = answer;
        }

        Command command() {
            return switch (this) {
                case SUBSCRIBE -> Command.SUBSCRIBE;
                case SSUBSCRIBE -> Command.SSUBSCRIBE;
                case UNSUBSCRIBE -> Command.UNSUBSCRIBE;
                case SUNSUBSCRIBE -> Command.SUNSUBSCRIBE;
            };
        }

        boolean isEnd() {
            return this == UNSUBSCRIBE || this == SUNSUBSCRIBE;
        }
    }

    private record Target(Subscription subscription, int placement) {}

    /** A command whose answer is not complete; the heartbeat has no targets. */
    private static final class Sent {

        private final Verb verb;
        private final List<Target> targets;
        private int answered;

        Sent(Verb verb, List<Target> targets) {
            this.verb = verb;
            this.targets = List.copyOf(targets);
        }

        boolean isHeartbeat() {
            return targets.isEmpty();
        }

        boolean expects(String kind, String channel, String heartbeatChannel) {
            String expected =
                    isHeartbeat() ? heartbeatChannel : targets.get(answered).subscription().channel;
            return kind.equals(verb.answer) && channel.equals(expected);
        }

        Target next() {
            return targets.get(answered++);
        }

        boolean isComplete() {
            return answered == targets.size();
        }

        List<Target> rest() {
            return targets.subList(answered, targets.size());
        }
    }
}
