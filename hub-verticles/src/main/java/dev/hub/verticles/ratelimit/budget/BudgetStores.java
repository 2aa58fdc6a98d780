package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.budget.HabitStore;
import dev.hub.core.ratelimit.budget.ReservationStore;
import dev.hub.core.ratelimit.budget.SlotLease;
import dev.hub.core.ratelimit.store.LimiterStore;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Valkey;

/**
 * What budgets keep in Valkey.
 *
 * @param limits what is used of them
 * @param reservations what was taken for calls
 * @param habits how much calls use
 * @param slots of rules on concurrency
 */
public record BudgetStores(LimiterStore limits, ReservationStore reservations, HabitStore habits, SlotLease slots) {
    /** All of them. */
    public static BudgetStores of(LimiterStore limits, Valkey valkey, Keyspace keyspace) {
        return new BudgetStores(
                limits,
                new ReservationStore(valkey, keyspace),
                new HabitStore(valkey, keyspace),
                new SlotLease(valkey, keyspace));
    }
}
