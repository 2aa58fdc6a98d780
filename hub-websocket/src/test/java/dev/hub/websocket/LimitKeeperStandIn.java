package dev.hub.websocket;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Stands in for the keeper of limits: notes what it is asked, and answers as it is told, or allows everything. */
final class LimitKeeperStandIn extends VerticleBase {
    static final LimitDecision REFUSED =
            new LimitDecision(false, List.of(new Standing("shared", false, 5, 0, 700, 9000)), "");

    private final BlockingQueue<LimitCommand> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> released = new LinkedBlockingQueue<>();
    private final Queue<Future<LimitDecision>> answers = new ArrayDeque<>();

    /** The next question is answered so. */
    synchronized LimitKeeperStandIn answering(Future<LimitDecision> answer) {
        answers.add(answer);
        return this;
    }

    LimitKeeperStandIn answering(LimitDecision answer) {
        return answering(Future.succeededFuture(answer));
    }

    /** The next question waits. */
    Promise<LimitDecision> thinking() {
        Promise<LimitDecision> answer = Promise.promise();
        answering(answer.future());
        return answer;
    }

    static LimitDecision lent(String lease) {
        return new LimitDecision(true, List.of(new Standing("shared", true, 5, 4, 0, 9000)), lease);
    }

    private synchronized Future<LimitDecision> answer() {
        Future<LimitDecision> next = answers.poll();
        return next == null ? Future.succeededFuture(LimitDecision.UNLIMITED) : next;
    }

    BlockingQueue<LimitCommand> asked() {
        return asked;
    }

    BlockingQueue<String> released() {
        return released;
    }

    @Override
    public Future<?> start() {
        return HubBus.of(vertx)
                .answer(Addresses.RATE_LIMIT, LimitCommand.class, this::answer)
                .completion();
    }

    private Future<?> answer(LimitCommand command) {
        if (command instanceof LimitCommand.Release release) {
            released.add(release.lease());
            return Future.succeededFuture(new LimitCommand.Released(true));
        }
        if (command instanceof LimitCommand.Counted) {
            return Future.succeededFuture(new LimitCommand.Released(false));
        }
        asked.add(command);
        return answer();
    }
}
