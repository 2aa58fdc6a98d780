package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.bus.LimitCommand.OnBudget;
import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Usage;
import dev.hub.core.ratelimit.store.LimiterStore;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;

/** The budgets of one instance, on an event loop of their own. */
final class BudgetInstance {
    static final Descriptors CALL =
            Descriptors.of(java.util.Map.of("operation", "llm", "tenant", "acme", "model", "m"));

    private final Context context;
    private final Valkey valkey;
    private final BudgetStores stores;
    private final Budgets budgets;

    private BudgetInstance(Context context, Valkey valkey, BudgetStores stores, CurrentLimits current) {
        this.context = context;
        this.valkey = valkey;
        this.stores = stores;
        BudgetPorts ports = new BudgetPorts(
                ask -> stores.limits().take(List.of(ask)).map(List::getFirst),
                drafts -> new LimitDecision(false, List.of(), ""),
                (draft, isAllowed) -> {});
        this.budgets = new Budgets(stores, ports, current, System::nanoTime);
    }

    /** One with a connection of its own. */
    static BudgetInstance start(Vertx vertx, String url, Keyspace keys, CurrentLimits current) {
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        Instance.get(valkey.whenReady());
        BudgetStores stores = BudgetStores.of(new LimiterStore(valkey, keys, InstantSource.system()), valkey, keys);
        return new BudgetInstance(vertx.getOrCreateContext(), valkey, stores, current);
    }

    /** The same with other stores. */
    BudgetInstance with(BudgetStores others, CurrentLimits current) {
        return new BudgetInstance(context, valkey, others, current);
    }

    BudgetStores stores() {
        return stores;
    }

    Valkey valkey() {
        return valkey;
    }

    private Future<?> execute(OnBudget command) {
        Promise<Object> promise = Promise.promise();
        context.runOnContext(
                now -> budgets.execute(command).<Object>map(each -> each).onComplete(promise));
        return promise.future();
    }

    Future<Reserved> reserve(Descriptors what, Usage expected, long ttlMillis) {
        return execute(new Reserve(what, expected, ttlMillis)).map(Reserved.class::cast);
    }

    /** Of a call that may be repeated. */
    Future<Reserved> reserving(Descriptors what, Usage expected, String key) {
        return execute(new Reserve(what, expected, Reserve.DEFAULT_TTL_MILLIS, key))
                .map(Reserved.class::cast);
    }

    /** Of the usual call. */
    Reserved reserve(Usage expected) {
        return Instance.get(reserve(CALL, expected, Reserve.DEFAULT_TTL_MILLIS));
    }

    Future<Settlement> settling(String reservation, Usage actual) {
        return execute(new Settle(reservation, actual, true)).map(Settlement.class::cast);
    }

    Settlement settle(Reserved reserved, Usage actual) {
        return Instance.get(settling(reserved.decision().lease(), actual));
    }

    Settlement report(Reserved reserved, Usage actual) {
        return Instance.get(
                execute(new Settle(reserved.decision().lease(), actual, false)).map(Settlement.class::cast));
    }
}
