package dev.hub.verticles.ratelimit;

import static dev.hub.verticles.Instance.get;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand;
import dev.hub.core.bus.LimitCommand.Check;
import dev.hub.core.bus.LimitCommand.Peek;
import dev.hub.core.bus.LimitCommand.Released;
import dev.hub.core.bus.LimitCommand.Report;
import dev.hub.core.bus.NodeCommand.ListNodes;
import dev.hub.core.bus.NodeCommand.Nodes;
import dev.hub.core.node.NodeIdentity;
import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitReport;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.node.NodeVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** An instance that does nothing but limit, on one event loop, and says that it lives. */
final class LimitedInstance implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HubBus bus = HubBus.install(vertx, 1);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final CurrentLimits limits = new CurrentLimits(RuleSet.NONE);

    LimitedInstance(String url, String prefix, LimitRule... rules) {
        ValkeyAccess access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.forTests(), new Keyspace(prefix));
        InstantSource clock = InstantSource.system();
        rule(rules);
        get(vertx.deployVerticle(
                new NodeVerticle(NodeIdentity.starting("n", "test", clock.instant()), access, bus, clock)));
        get(vertx.deployVerticle(new RateLimitVerticle(new LimitResources(access, bus, limits, meters, clock))));
        Awaitility.await().until(() -> get(check("nobody")).isAllowed() && errors() == 0 && isConnected());
    }

    /** A question that Valkey has to answer is answered by it. */
    private boolean isConnected() {
        List<LimitRule> before =
                limits.rules().all().stream().map(rule -> rule.rule()).toList();
        rule(Rules.onFailure(
                LimitRule.OnFailure.CLOSED,
                Rules.exact("warm-up", Rules.perHour(dev.hub.core.ratelimit.Algorithm.TOKEN_BUCKET, 1_000_000))));
        boolean isAnswered = get(check("warm-up")).isAllowed();
        rule(before.toArray(LimitRule[]::new));
        return isAnswered;
    }

    private long errors() {
        return report().stream().mapToLong(arm -> arm.counts().total().errors()).sum();
    }

    /** From now on these hold. */
    void rule(LimitRule... rules) {
        limits.replace(limits.rules().next(List.of(rules)), Prices.NONE);
    }

    static Descriptors user(String user) {
        return Descriptors.of(Map.of("operation", "publish", "user", user));
    }

    Future<LimitDecision> check(String user) {
        return check(user, 1);
    }

    Future<LimitDecision> check(String user, long cost) {
        return ask(new Check(user(user), Optional.empty(), Cost.units(cost)));
    }

    Future<LimitDecision> ask(LimitCommand command) {
        return bus.request(Addresses.RATE_LIMIT, command, LimitDecision.class);
    }

    boolean release(String lease) {
        return get(bus.request(Addresses.RATE_LIMIT, new LimitCommand.Release(lease), Released.class))
                .wasThere();
    }

    /** All in one turn of the event loop; how many were admitted. */
    int admitted(String user, int times) {
        Promise<List<Future<LimitDecision>>> asked = Promise.promise();
        vertx.runOnContext(turn -> {
            List<Future<LimitDecision>> all = new ArrayList<>(times);
            for (int i = 0; i < times; i++) {
                all.add(check(user));
            }
            asked.complete(all);
        });
        int admitted = 0;
        for (Future<LimitDecision> each : get(asked.future())) {
            admitted += get(each).isAllowed() ? 1 : 0;
        }
        return admitted;
    }

    /** How the user stands with one rule. */
    Standing standing(String user, String rule) {
        return get(ask(new Peek(user(user), Optional.of(rule), Cost.ONE)))
                .standings()
                .getFirst();
    }

    List<ArmReport> report() {
        return get(bus.request(Addresses.RATE_LIMIT, new Report(""), LimitReport.class))
                .arms();
    }

    ArmReport report(String rule, boolean isSplit) {
        return report().stream()
                .filter(arm -> arm.rule().equals(rule) && arm.isSplit() == isSplit)
                .findFirst()
                .orElseThrow();
    }

    /** Calls of Valkey for decisions so far. */
    long calls() {
        return (long) meters.get("hub.ratelimit.calls").functionCounter().count();
    }

    /** How many instances it knows to live. */
    int fleet() {
        return get(bus.request(Addresses.NODE, new ListNodes(), Nodes.class))
                .nodes()
                .size();
    }

    HubBus bus() {
        return bus;
    }

    Vertx vertx() {
        return vertx;
    }

    @Override
    public void close() {
        get(vertx.close());
    }
}
