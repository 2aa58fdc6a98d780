package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.bus.LimitCommand.Check;
import dev.hub.core.bus.LimitCommand.CheckBeyond;
import dev.hub.core.bus.LimitCommand.Counted;
import dev.hub.core.bus.LimitCommand.OnBudget;
import dev.hub.core.bus.LimitCommand.Peek;
import dev.hub.core.bus.LimitCommand.Refund;
import dev.hub.core.bus.LimitCommand.Release;
import dev.hub.core.bus.LimitCommand.Report;
import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.store.LimiterStore;
import dev.hub.core.valkey.Valkey;
import dev.hub.verticles.ratelimit.budget.BudgetStores;
import dev.hub.verticles.ratelimit.budget.Budgets;
import dev.hub.verticles.refusal.ValkeyRefusals;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether things may be done, by the rules that hold. One per instance: it owns what is counted in the memory of the
 * instance, and the slices of limits that the instance has borrowed. It answers within {@link SharedTier#PATIENCE}, whatever
 * becomes of Valkey.
 */
public final class RateLimitVerticle extends VerticleBase {
    /** Between two looks at the slices. */
    static final Duration REVIEW = Duration.ofMillis(250);

    private static final Duration TIDYING = Duration.ofSeconds(1);
    private static final Duration FLEET = Duration.ofSeconds(10);
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_LOCAL = 100_000;
    private static final int MAX_REFUSALS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(RateLimitVerticle.class);

    private final LimitResources resources;
    private final LimitTimes times;
    private final RuleReports reports;
    private final CountedRules rules;
    private final ChargeFinder finder;
    private final DecisionIds ids = new DecisionIds();
    private @Nullable Valkey valkey;
    private @Nullable LeaseDesk desk;

    /** One that is not deployed yet. */
    public RateLimitVerticle(LimitResources resources) {
        this.resources = resources;
        this.times = LimitTimes.system(resources.clock());
        this.reports = new RuleReports(resources.meters());
        this.rules = new CountedRules(resources.limits(), reports, times);
        this.finder = new ChargeFinder(rules);
    }

    @Override
    public Future<?> start() {
        HubBus bus = resources.bus();
        Valkey connection = resources.access().connect(vertx);
        valkey = connection;
        LimiterStore store = new LimiterStore(connection, resources.access().keys(), resources.clock());
        Tally calls = new Tally();
        Tally forgotten = new Tally();
        Tally kept = new Tally();
        reports.export(calls, kept, forgotten);
        LocalTier local = new LocalTier(MAX_LOCAL, forgotten);
        SharedTier shared = new SharedTier(vertx, SharedTier.Connection.of(connection), times, calls);
        LeaseBook book = new LeaseBook(LeaseTerms.STANDARD, ids.instance());
        LeaseDesk leases = new LeaseDesk(vertx, book, store, shared, times);
        desk = leases;
        Tiers.Shared lines =
                new Tiers.Shared(shared.line(store::takePortions), shared.line(store::peekPortions), store);
        Tiers tiers = new Tiers(local, book, leases, new Refusals(MAX_REFUSALS), lines);
        FleetSize fleet = new FleetSize(bus);
        Without without = new Without(local, fleet, times);
        connection.onReadiness(ready -> {
            if (ready) {
                shared.reconnected();
            }
        });
        tick(tiers, kept);
        vertx.setPeriodic(0, FLEET.toMillis(), tick -> fleet.refresh());
        BudgetStores stores =
                BudgetStores.of(store, connection, resources.access().keys());
        Desk all = new Desk(
                tiers,
                without,
                new Looks(tiers, times, without),
                new Releases(rules, tiers, times, ids),
                new BudgetDesk(rules, lines, without).open(stores, resources.limits(), times));
        return Future.all(
                fleet.listen().completion(),
                bus.answer(Addresses.RATE_LIMIT, LimitCommand.class, command -> execute(command, all))
                        .completion());
    }

    /** What a command needs. */
    private record Desk(Tiers tiers, Without without, Looks looks, Releases releases, Budgets budgets) {}

    private void tick(Tiers tiers, Tally kept) {
        vertx.setPeriodic(REVIEW.toMillis(), tick -> {
            tiers.book().review(times.nanosNow());
            tiers.desk().look();
        });
        vertx.setPeriodic(TIDYING.toMillis(), tick -> {
            tiers.local().tidy(times.micros());
            kept.add(tiers.local().size() - kept.value());
            rules.rules();
            HeldCounts.update(rules, tiers.book(), times.nanosNow());
        });
        vertx.setPeriodic(ArmTally.STEP.toMillis(), tick -> rules.step());
    }

    private Future<?> execute(LimitCommand command, Desk all) {
        return switch (command) {
            case Check check -> check(finder.find(check.descriptors(), check.rule(), check.cost()), all);
            case CheckBeyond check -> check(finder.findBeyondConnections(check.descriptors(), check.cost()), all);
            case Peek peek -> all.looks().peek(finder.find(peek.descriptors(), peek.rule(), peek.cost()), ids.next());
            case Refund refund -> refund(finder.find(refund.descriptors(), refund.rule(), refund.cost()), all);
            case Release release -> all.releases().release(release.lease()).recover(ValkeyRefusals::refuse);
            case OnBudget budget -> all.budgets().execute(budget);
            case Counted counted -> {
                rules.add(counted);
                yield Future.succeededFuture(counted);
            }
            case Report report -> {
                rules.rules();
                HeldCounts.update(rules, all.tiers().book(), times.nanosNow());
                yield Future.succeededFuture(rules.report(report.rule()));
            }
        };
    }

    private Future<LimitDecision> check(List<Charge> charges, Desk all) {
        return charges.isEmpty()
                ? Future.succeededFuture(LimitDecision.UNLIMITED)
                : new Admission(charges, all.tiers(), times, all.without(), ids).decide();
    }

    private Future<LimitDecision> refund(List<Charge> charges, Desk all) {
        return all.looks()
                .refund(charges)
                .compose(done -> all.looks().peek(charges, ids.next()))
                .recover(ValkeyRefusals::refuse);
    }

    @Override
    public Future<?> stop() {
        reports.close();
        Valkey connection = valkey;
        LeaseDesk leases = desk;
        if (connection == null || leases == null) {
            return Future.succeededFuture();
        }
        return leases.close()
                .timeout(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> LOG.debug("Slices of limits were not given back: {}", cause.getMessage()))
                .transform(left -> connection.close());
    }
}
