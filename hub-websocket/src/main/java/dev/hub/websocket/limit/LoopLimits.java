package dev.hub.websocket.limit;

import dev.hub.core.bus.LimitCommand;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.LimitRefusal;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import dev.hub.websocket.limit.Allowance.Counter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules as one event loop goes by them, and the decisions of those that its connections count. To decide allocates
 * nothing, once a connection has its counters.
 */
public final class LoopLimits {
    private static final long MICROS = 1000;

    private final CurrentLimits current;
    private final InstantSource clock;
    private final EnumMap<LimitedOperation, Plan> plans = new EnumMap<>(LimitedOperation.class);
    private RuleSet compiled = RuleSet.NONE;
    private Map<ActiveRule, OwnRule> own = new HashMap<>();
    private final List<OwnRule> retired = new ArrayList<>();

    private Counter[] taken = new Counter[8];
    private long[] amounts = new long[8];
    private int count;
    private @Nullable ActiveRule refusedBy;
    private long wait;

    /** Goes by what {@code current} says at each time. */
    public LoopLimits(CurrentLimits current, InstantSource clock) {
        this.current = current;
        this.clock = clock;
    }

    /** The rules that may be for {@code operation}. */
    public Plan plan(LimitedOperation operation) {
        RuleSet rules = current.rules();
        if (!rules.equals(compiled)) {
            compile(rules);
        }
        return plans.getOrDefault(operation, Plan.NONE);
    }

    private void compile(RuleSet rules) {
        Map<ActiveRule, OwnRule> now = new HashMap<>();
        for (ActiveRule each : rules.all()) {
            if (each.isCountedInConnection()) {
                OwnRule known = own.get(each);
                now.put(each, known == null ? new OwnRule(each) : known);
            }
        }
        for (LimitedOperation operation : LimitedOperation.values()) {
            List<ActiveRule> concerned = rules.all().stream()
                    .filter(each -> each.mayConcern(operation.text()))
                    .toList();
            plans.put(
                    operation,
                    new Plan(
                            rules,
                            concerned.stream()
                                    .filter(ActiveRule::isCountedInConnection)
                                    .map(each -> Objects.requireNonNull(now.get(each)))
                                    .toList(),
                            concerned.stream()
                                    .filter(each -> !each.isCountedInConnection())
                                    .toList()));
        }
        own.values().stream().filter(each -> !now.containsKey(each.rule)).forEach(retired::add);
        own = now;
        compiled = rules;
    }

    /** Milliseconds since 1970. */
    public long nowMs() {
        return clock.millis();
    }

    /**
     * Takes from all rules of {@code plan} that are for that, or from none of those that are enforced.
     *
     * @param things how many the command brings, 1 of most
     * @param bytes of these
     * @return whether it was taken; if not, {@link #refusal()} tells why
     */
    public boolean take(Plan plan, Allowance allowance, Known known, long things, long bytes) {
        long now = nowMs() * MICROS;
        count = 0;
        refusedBy = null;
        for (OwnRule each : plan.own) {
            if (each.isFor(known)) {
                OwnRule.Arm arm = each.arm(known);
                Counter counter = allowance.counter(each, arm, each.key(known), now);
                ask(each, arm, counter, each.amount(things, bytes), now);
            }
        }
        if (refusedBy == null) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            taken[i].limiter.refund(amounts[i], now);
        }
        count = 0;
        return false;
    }

    private void ask(OwnRule own, OwnRule.Arm arm, Counter counter, long amount, long now) {
        LocalLimiter limiter = counter.limiter;
        if (!own.isEnforced) {
            if (limiter.take(amount, now)) {
                arm.admitted++;
            } else {
                arm.shadowRefused++;
            }
            return;
        }
        // Once one refuses, the others are only asked for how long they would.
        if (refusedBy == null && limiter.take(amount, now)) {
            arm.admitted++;
            remember(counter, amount);
            return;
        }
        long millis = waitMs(limiter.retryAfterMicros(amount, now));
        if (millis == 0) {
            arm.admitted++;
            return;
        }
        arm.refused++;
        if (refusedBy == null || isLonger(millis, wait)) {
            refusedBy = own.rule;
            wait = millis;
        }
    }

    private static long waitMs(long micros) {
        return micros == LocalLimiter.NEVER ? LocalLimiter.NEVER : Math.ceilDiv(micros, MICROS);
    }

    private static boolean isLonger(long one, long other) {
        return other != LocalLimiter.NEVER && (one == LocalLimiter.NEVER || one > other);
    }

    private void remember(Counter counter, long amount) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, 2 * count);
            amounts = Arrays.copyOf(amounts, 2 * count);
        }
        taken[count] = counter;
        amounts[count++] = amount;
    }

    /** What the client is told after {@link #take} refused. */
    public HubException refusal() {
        ActiveRule rule = refusedBy;
        if (rule == null) {
            throw new IllegalStateException("nothing was refused");
        }
        return LimitRefusal.of(rule.name(), wait);
    }

    /** What {@link #take} took, for who may have to give it back. */
    public Taken taken() {
        return count == 0 ? Taken.NOTHING : new Taken(Arrays.copyOf(taken, count), Arrays.copyOf(amounts, count));
    }

    /** What {@link #take} took is in use until it is given back, should a rule count what goes on at the same time. */
    public boolean hasTakenSlots() {
        for (int i = 0; i < count; i++) {
            if (Taken.isSlot(taken[i].limiter)) {
                return true;
            }
        }
        return false;
    }

    /** Hands what each rule did since the last time to {@code teller}. */
    public void tell(Consumer<LimitCommand.Counted> teller) {
        retired.forEach(each -> each.tell(teller));
        retired.clear();
        own.values().forEach(each -> each.tell(teller));
    }
}
