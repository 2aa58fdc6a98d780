package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.bus.LimitCommand.OnBudget;
import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Budgets for calls of language models: takes what a call is expected to use, and settles it with what it used. Any instance
 * settles what another one reserved. Belongs to one event loop.
 */
public final class Budgets {
    /** Less than an asker waits. */
    private static final Duration PATIENCE = Duration.ofMillis(3500);

    private final Reserving reserving;
    private final Settling settling;

    /** By the rules and prices of {@code current}; {@code nanos} is a monotonic clock. */
    public Budgets(BudgetStores stores, BudgetPorts ports, CurrentLimits current, LongSupplier nanos) {
        ArmLimiters limiters = new ArmLimiters(current);
        HabitCache habits = new HabitCache(stores.habits(), nanos);
        this.reserving = new Reserving(stores, ports, current, habits, new Drafting(limiters));
        this.settling = new Settling(stores, habits, new Enforcement(stores, limiters));
    }

    /** Does it. */
    public Future<?> execute(OnBudget command) {
        Future<?> done = switch (command) {
            case Reserve reserve -> reserving.reserve(reserve);
            case Settle settle -> settling.settle(settle);
        };
        return done.timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).recover(Budgets::refuse);
    }

    private static <T> Future<T> refuse(Throwable cause) {
        return cause instanceof TimeoutException
                ? Future.failedFuture(HubException.of(ErrorCode.INTERNAL))
                : ValkeyRefusals.refuse(cause);
    }
}
