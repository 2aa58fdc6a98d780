package dev.hub.core.valkey;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/** A (un)subscription on its way, until each of its channels is answered. The heartbeat is one without targets. */
final class PushCommand {

    /** What is asked for. */
    enum Verb {
        SUBSCRIBE("subscribe"),
        SSUBSCRIBE("ssubscribe"),
        UNSUBSCRIBE("unsubscribe"),
        SUNSUBSCRIBE("sunsubscribe");

        /** First element of the push that answers. */
        private final String answer;

        Verb(String answer) {
            this.answer = answer;
        }

        private Command command() {
            return switch (this) {
                case SUBSCRIBE -> Command.SUBSCRIBE;
                case SSUBSCRIBE -> Command.SSUBSCRIBE;
                case UNSUBSCRIBE -> Command.UNSUBSCRIBE;
                case SUNSUBSCRIBE -> Command.SUNSUBSCRIBE;
            };
        }
    }

    /**
     * One channel of the command.
     *
     * @param subscription whose channel it is
     * @param placement number of the attempt to subscribe; an answer to an earlier one does not count
     */
    record Target(Subscription subscription, int placement) {

        boolean isCurrent() {
            return subscription.isCurrent(placement);
        }
    }

    private final Verb verb;
    private final List<Target> targets;
    private int answered;

    PushCommand(Verb verb, List<Target> targets) {
        this.verb = verb;
        this.targets = List.copyOf(targets);
    }

    /** A subscription that is made again and again to see the server alive. */
    static PushCommand heartbeat() {
        return new PushCommand(Verb.SUBSCRIBE, List.of());
    }

    boolean isHeartbeat() {
        return targets.isEmpty();
    }

    /** Whether it ends subscriptions. */
    boolean isEnd() {
        return verb == Verb.UNSUBSCRIBE || verb == Verb.SUNSUBSCRIBE;
    }

    /** What goes over the wire. */
    Request request(String heartbeatChannel) {
        Request request = Request.cmd(verb.command());
        if (isHeartbeat()) {
            request.arg(heartbeatChannel);
        }
        targets.forEach(target -> request.arg(target.subscription().channel));
        return request;
    }

    /** Whether a push is the next answer to this command. */
    boolean expects(String kind, String channel, String heartbeatChannel) {
        String expected =
                isHeartbeat() ? heartbeatChannel : targets.get(answered).subscription().channel;
        return kind.equals(verb.answer) && channel.equals(expected);
    }

    /** Takes the channel that was answered. */
    Target next() {
        return targets.get(answered++);
    }

    boolean isComplete() {
        return answered == targets.size();
    }

    /** The channels without answer. */
    List<Target> rest() {
        return targets.subList(answered, targets.size());
    }
}
