package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.LimitCommand.Check;
import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.store.LimiterStore;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many decisions one event loop makes, with one rule of each scope: inside of the verticle, and asked over the bus by
 * somebody on the same event loop. Run it by hand; it prints decisions a second of the event
 * loop's CPU time.
 */
final class LimitBench {
    private static final int ROUNDS = 12;
    private static final int TURNS = 200;
    private static final int PER_TURN = 1_000;
    private static final Descriptors WHAT = LimitedInstance.user("ann");

    private LimitBench() {}

    public static void main(String[] args) {
        try (Standalone valkey = Standalone.start(Engine.VALKEY)) {
            var quota = Rules.perSecond(Algorithm.TOKEN_BUCKET, 500_000_000);
            for (LimitRule rule : List.of(Rules.local("r", quota), Rules.leased("r", quota), Rules.exact("r", quota))) {
                System.out.printf("%-7s inside %,12d/s%n", rule.conduct().scope(), inside(valkey.url(), rule));
                System.out.printf("%-7s bus    %,12d/s%n", rule.conduct().scope(), overBus(valkey.url(), rule));
            }
        }
    }

    private static long result(Promise<Long> best) {
        return best.future()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private static long inside(String url, LimitRule rule) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        Promise<Long> best = Promise.promise();
        vertx.runOnContext(start -> {
            ValkeyAccess access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.DEFAULT, new Keyspace("b:"));
            Valkey valkey = access.connect(vertx);
            LimitTimes times = LimitTimes.system(InstantSource.system());
            CurrentLimits limits = new CurrentLimits(RuleSet.of(List.of(rule)));
            limits.replace(RuleSet.of(List.of(rule)), Prices.NONE);
            LimiterStore store = new LimiterStore(valkey, access.keys(), InstantSource.system());
            SharedTier shared = new SharedTier(vertx, SharedTier.Connection.of(valkey), times, new Tally());
            LeaseBook book = new LeaseBook(LeaseTerms.STANDARD, "bench");
            LocalTier local = new LocalTier(1_000, new Tally());
            Tiers tiers = new Tiers(
                    local,
                    book,
                    new LeaseDesk(vertx, book, store, shared, times),
                    new Refusals(1_000),
                    new Tiers.Shared(shared.line(store::takePortions), shared.line(store::peekPortions), store));
            ChargeFinder finder =
                    new ChargeFinder(new CountedRules(limits, new RuleReports(new SimpleMeterRegistry()), times));
            Without without = new Without(local, new FleetSize(dev.hub.core.bus.HubBus.install(vertx, 1)), times);
            DecisionIds ids = new DecisionIds();
            Supplier<Future<LimitDecision>> decide = () ->
                    new Admission(finder.find(WHAT, Optional.empty(), Cost.ONE), tiers, times, without, ids).decide();
            valkey.whenReady().onSuccess(ready -> new Rounds(vertx, decide, best).round());
        });
        try {
            return result(best);
        } finally {
            Instance.get(vertx.close());
        }
    }

    private static long overBus(String url, LimitRule rule) {
        try (LimitedInstance hub = new LimitedInstance(url, "c:", rule)) {
            Promise<Long> best = Promise.promise();
            Supplier<Future<LimitDecision>> ask = () -> hub.bus()
                    .request(Addresses.RATE_LIMIT, new Check(WHAT, Optional.empty(), Cost.ONE), LimitDecision.class);
            hub.vertx().runOnContext(start -> new Rounds(hub.vertx(), ask, best).round());
            return result(best);
        }
    }

    /** So much in a turn, so many turns in a round; the best round counts. */
    private static final class Rounds {
        private final Vertx vertx;
        private final Supplier<Future<LimitDecision>> task;
        private final Promise<Long> result;
        private long best;
        private int rounds;
        private int turns;
        private int open;
        private long start;

        private Rounds(Vertx vertx, Supplier<Future<LimitDecision>> task, Promise<Long> result) {
            this.vertx = vertx;
            this.task = task;
            this.result = result;
        }

        /** The machine may have more to do than this. */
        private static long cpuNanos() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private void round() {
            turns = 0;
            start = cpuNanos();
            turn();
        }

        private void turn() {
            open = PER_TURN;
            for (int i = 0; i < PER_TURN; i++) {
                task.get().onSuccess(this::decided);
            }
        }

        private void decided(LimitDecision decision) {
            if (!decision.isAllowed()) {
                throw new IllegalStateException("refused: " + decision);
            }
            if (--open == 0) {
                turnIsOver();
            }
        }

        /** Everything that was asked in it is answered. */
        private void turnIsOver() {
            if (++turns < TURNS) {
                vertx.runOnContext(next -> turn());
                return;
            }
            best = Math.max(best, (long) (TURNS * (double) PER_TURN * 1e9 / (cpuNanos() - start)));
            if (++rounds < ROUNDS) {
                vertx.setTimer(1, next -> round());
            } else {
                result.complete(best);
            }
        }
    }
}
