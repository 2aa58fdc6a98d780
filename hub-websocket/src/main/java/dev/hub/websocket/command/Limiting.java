package dev.hub.websocket.command;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.HubLimits;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRefusal;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Session;
import dev.hub.websocket.limit.LimitedOperation;
import dev.hub.websocket.limit.LoopLimits;
import dev.hub.websocket.limit.Plan;
import dev.hub.websocket.limit.Shedding;
import dev.hub.websocket.limit.Taken;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules on rates for the commands of one event loop's clients. What a connection counts itself is decided at once;
 * all else is asked of the keeper of limits, and what was taken here is given back when that refuses. Commands of a
 * connection begin in the order in which they came, however long each is decided about.
 */
final class Limiting {
    private static final Logger LOG = LoggerFactory.getLogger(Limiting.class);
    private static final Future<Optional<Outcome>> ADMITTED = Future.succeededFuture(Optional.empty());

    private final HubBus bus;
    private final LoopLimits limits;
    private final Shedding shedding;
    private final CommandFacts facts;
    private final int abuseLimit;
    private final Map<ClientConnection, Future<?>> undecided = new HashMap<>();

    Limiting(HubBus bus, ClientCommands.Bounds bounds, CommandFacts facts) {
        this.bus = bus;
        this.limits = bounds.limits();
        this.shedding = bounds.shedding();
        this.facts = facts;
        this.abuseLimit = bounds.abuseLimit();
    }

    /** Carries out commands that are admitted. */
    interface Execution {
        Future<Outcome> execute(ClientConnection connection, Command command);
    }

    /** A command on its way, and what it took of what its connection counts. */
    private record Step(ClientConnection connection, Command command, Execution execution, Taken taken) {}

    /** Has {@code execution} carry out {@code command} if it is admitted, and when it is its turn. */
    Future<Outcome> run(ClientConnection connection, Command command, Execution execution) {
        LimitedOperation operation = LimitedOperation.of(command);
        if (operation != null && operation != LimitedOperation.CONNECT && shedding.isActive()) {
            Optional<HubException> refusal = shed(operation, command, connection, connection.session());
            if (refusal.isPresent()) {
                return Future.failedFuture(refusal.get());
            }
        }
        Plan plan = operation == null || operation == LimitedOperation.CONNECT ? Plan.NONE : limits.plan(operation);
        if (operation == null || plan.isEmpty()) {
            return begin(connection, command, execution);
        }
        facts.become(operation, command, connection, connection.session(), plan.namesClients());
        int things = CommandFacts.things(command, operation);
        if (!limits.take(plan, connection.allowance(), facts, things, CommandFacts.bytes(command))) {
            return refuse(connection, limits.refusal());
        }
        if (plan.asksBeyond(facts)) {
            return ask(new Step(connection, command, execution, limits.taken()), plan, things);
        }
        return limits.hasTakenSlots()
                ? inTurn(new Step(connection, command, execution, limits.taken()))
                : begin(connection, command, execution);
    }

    /** Rules that name clients count as well in what is how important. */
    private Optional<HubException> shed(
            LimitedOperation operation, @Nullable Command command, ClientConnection connection, Session session) {
        facts.become(operation, command, connection, session, true);
        return shedding.refusal(facts);
    }

    private Future<Outcome> begin(ClientConnection connection, Command command, Execution execution) {
        return undecided.isEmpty() || !undecided.containsKey(connection)
                ? execution.execute(connection, command)
                : inTurn(new Step(connection, command, execution, Taken.NOTHING));
    }

    private Future<Outcome> inTurn(Step step) {
        Future<?> before = undecided.get(step.connection());
        return before == null
                ? start(step, LimitDecision.UNLIMITED)
                : before.transform(decided -> start(step, LimitDecision.UNLIMITED));
    }

    /** Decisions of one connection may be under way together, but count in their order. */
    private Future<Outcome> ask(Step step, Plan plan, int things) {
        ClientConnection connection = step.connection();
        Future<?> before = undecided.get(connection);
        Future<LimitDecision> asked = ask(plan, Cost.things(things, CommandFacts.bytes(step.command())));
        Future<LimitDecision> turn = before == null ? asked : before.transform(decided -> asked);
        undecided.put(connection, turn);
        turn.onComplete(decided -> undecided.remove(connection, turn));
        return turn.transform(decided -> conclude(step, decided));
    }

    private Future<LimitDecision> ask(Plan plan, Cost cost) {
        return bus.request(
                Addresses.RATE_LIMIT,
                new LimitCommand.CheckBeyond(facts.descriptors(plan.mentioned()), cost),
                LimitDecision.class);
    }

    private Future<Outcome> conclude(Step step, AsyncResult<LimitDecision> decided) {
        if (decided.failed()) {
            step.taken().giveBack(limits.nowMs());
            return Future.failedFuture(decided.cause());
        }
        LimitDecision decision = decided.result();
        if (decision.isAllowed()) {
            return start(step, decision);
        }
        step.taken().giveBack(limits.nowMs());
        return refuse(step.connection(), LimitRefusal.of(decision));
    }

    private Future<Outcome> start(Step step, LimitDecision decision) {
        if (step.connection().isClosed()) {
            end(step, decision.lease());
            return Future.succeededFuture(new Outcome.Silence());
        }
        Future<Outcome> outcome;
        try {
            outcome = step.execution().execute(step.connection(), step.command());
        } catch (RuntimeException refusal) {
            outcome = Future.failedFuture(refusal);
        }
        return outcome.onComplete(done -> end(step, decision.lease()));
    }

    private void end(Step step, String lease) {
        step.taken().endSlots(limits.nowMs());
        giveBack(lease);
    }

    /** Gives back slots that are held beyond connections; empty for none. */
    void giveBack(String lease) {
        if (!lease.isEmpty()) {
            HubLimits.of(bus)
                    .release(lease)
                    .onFailure(cause -> LOG.debug("Slots are held until their time is over", cause));
        }
    }

    /** Who goes on and on is closed. */
    private Future<Outcome> refuse(ClientConnection connection, HubException refusal) {
        return isAbuse(connection) ? Verdicts.hangUp(CloseCode.TOO_MANY_REQUESTS) : Future.failedFuture(refusal);
    }

    private boolean isAbuse(ClientConnection connection) {
        return connection.allowance().refused(limits.nowMs(), abuseLimit);
    }

    /** Whether the client of {@code session} may connect now; empty if so. Slots are its own until the connection is over. */
    Future<Optional<Outcome>> refusalToConnect(ClientConnection connection, Session session) {
        Plan plan = limits.plan(LimitedOperation.CONNECT);
        if (shedding.isActive()) {
            Optional<HubException> refusal = shed(LimitedOperation.CONNECT, null, connection, session);
            if (refusal.isPresent()) {
                return Future.succeededFuture(refusal.map(Outcome.Refusal::new));
            }
        }
        if (plan.isEmpty()) {
            return ADMITTED;
        }
        facts.become(LimitedOperation.CONNECT, null, connection, session, plan.namesClients());
        if (!limits.take(plan, connection.allowance(), facts, 1, 0)) {
            return Future.succeededFuture(Optional.of(refusedOutcome(connection, limits.refusal())));
        }
        if (!plan.asksBeyond(facts)) {
            return ADMITTED;
        }
        Taken taken = limits.taken();
        return ask(plan, Cost.ONE)
                .onFailure(away -> taken.giveBack(limits.nowMs()))
                .map(decision -> {
                    if (!decision.isAllowed()) {
                        taken.giveBack(limits.nowMs());
                        return Optional.of(refusedOutcome(connection, LimitRefusal.of(decision)));
                    }
                    hold(connection, decision.lease());
                    return Optional.empty();
                });
    }

    private void hold(ClientConnection connection, String lease) {
        if (connection.isClosed()) {
            giveBack(lease);
        } else if (!lease.isEmpty()) {
            connection.allowance().hold(lease);
        }
    }

    private Outcome refusedOutcome(ClientConnection connection, HubException refusal) {
        return isAbuse(connection) ? new Outcome.HangUp(CloseCode.TOO_MANY_REQUESTS) : new Outcome.Refusal(refusal);
    }
}
