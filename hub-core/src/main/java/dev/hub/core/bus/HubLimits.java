package dev.hub.core.bus;

import dev.hub.core.bus.LimitCommand.Released;
import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Usage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * The limits of the hub, for a verticle beside it that wants to know whether something may be done. Answered within 4 s, also
 * while Valkey is away: then as the rules say. Fails with {@link dev.hub.core.protocol.ErrorCode#BAD_REQUEST} when a rule is
 * asked for by a name that none has.
 */
public final class HubLimits {
    private final HubBus bus;

    private HubLimits(HubBus bus) {
        this.bus = bus;
    }

    /** Those of the hub on {@code bus}. */
    public static HubLimits of(HubBus bus) {
        return new HubLimits(bus);
    }

    /** Whether one such thing may be done. If so, it is taken from every rule that is for it; if not, from none. */
    public Future<LimitDecision> check(Descriptors what) {
        return check(what, Cost.ONE);
    }

    /** The same for what costs more. */
    public Future<LimitDecision> check(Descriptors what, Cost cost) {
        return ask(new LimitCommand.Check(what, Optional.empty(), cost));
    }

    /** The same by one rule alone, whatever it matches; {@code what} has to name what the rule counts by. */
    public Future<LimitDecision> check(String rule, Descriptors what, Cost cost) {
        return ask(new LimitCommand.Check(what, Optional.of(rule), cost));
    }

    /** Whether it might be done now; nothing is taken. */
    public Future<LimitDecision> peek(Descriptors what, Cost cost) {
        return ask(new LimitCommand.Peek(what, Optional.empty(), cost));
    }

    /** The same by one rule alone. */
    public Future<LimitDecision> peek(String rule, Descriptors what, Cost cost) {
        return ask(new LimitCommand.Peek(what, Optional.of(rule), cost));
    }

    /** Gives back what was taken for something that was not done; the answer is that of a peek. */
    public Future<LimitDecision> refund(Descriptors what, Cost cost) {
        return ask(new LimitCommand.Refund(what, Optional.empty(), cost));
    }

    /** The same to one rule alone. */
    public Future<LimitDecision> refund(String rule, Descriptors what, Cost cost) {
        return ask(new LimitCommand.Refund(what, Optional.of(rule), cost));
    }

    /** Gives back the slots of {@link LimitDecision#lease()}; tells whether they were held still. */
    public Future<Boolean> release(String lease) {
        return bus.request(Addresses.RATE_LIMIT, new LimitCommand.Release(lease), Released.class)
                .map(Released::wasThere);
    }

    /**
     * Whether a call of a language model may be made; if so, what it is expected to use is taken, until it is settled. What is
     * not known of {@code expected} is estimated. The reservation is the lease of {@link Reserved#decision}.
     */
    public Future<Reserved> reserve(Descriptors call, Usage expected) {
        return reserve(call, expected, Duration.ofMillis(Reserve.DEFAULT_TTL_MILLIS));
    }

    /** The same for calls that take longer: after {@code ttl} without a word it counts as abandoned, and stays charged. */
    public Future<Reserved> reserve(Descriptors call, Usage expected, Duration ttl) {
        return reserve(call, expected, ttl, "");
    }

    /**
     * The same for who may have to ask again, since the answer was lost: a call of the same descriptors with the same key is the
     * same call, as long as its reservation is known, and nothing more is taken for it.
     *
     * @param idempotencyKey 1 to {@value PublishOptions#MAX_KEY} characters
     */
    public Future<Reserved> reserve(Descriptors call, Usage expected, Duration ttl, String idempotencyKey) {
        Reserve reserve = new Reserve(call, expected, ttl.toMillis(), idempotencyKey);
        return bus.request(Addresses.RATE_LIMIT, reserve, Reserved.class);
    }

    /** The call goes on, and used so much so far. When the decision is not allowed, a budget is gone: cut the call off. */
    public Future<Settlement> report(String reservation, Usage soFar) {
        return settle(new Settle(reservation, soFar, false));
    }

    /**
     * The call is over, however it ended: the difference is given back or charged, once. What is not known of {@code actual}
     * stays charged as it was. Fails with {@link dev.hub.core.protocol.ErrorCode#BAD_REQUEST} when the reservation has expired.
     */
    public Future<Settlement> settle(String reservation, Usage actual) {
        return settle(new Settle(reservation, actual, true));
    }

    private Future<Settlement> settle(Settle command) {
        return bus.request(Addresses.RATE_LIMIT, command, Settlement.class);
    }

    /** The rules by which that is decided. */
    public HubLimitRules rules() {
        return HubLimitRules.of(bus);
    }

    private Future<LimitDecision> ask(LimitCommand command) {
        return bus.request(Addresses.RATE_LIMIT, command, LimitDecision.class);
    }
}
