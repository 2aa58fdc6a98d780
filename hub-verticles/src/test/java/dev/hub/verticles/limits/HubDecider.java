package dev.hub.verticles.limits;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LimitCommand.Check;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.Instance;
import dev.hub.verticles.ratelimit.LimitResources;
import dev.hub.verticles.ratelimit.RateLimitVerticle;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The hub: asked over the event bus, as a verticle beside it would; on one event loop. */
final class HubDecider implements Decider {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HubBus bus = HubBus.install(vertx, 1);

    HubDecider(String url, Scope scope, long limit, long periodMillis) {
        ValkeyAccess access = new ValkeyAccess(ValkeyUrl.parse(url), LinkSettings.forTests(), new Keyspace("bench:"));
        LimitRule rule = new LimitRule(
                "bench",
                RuleAim.of(Map.of(), List.of(Descriptors.USER)),
                Quota.of(Algorithm.TOKEN_BUCKET, limit, new Period.Fixed(periodMillis)),
                new Conduct(CostFrom.ONE, 5, Mode.ENFORCE, scope, OnFailure.CLOSED),
                Optional.empty());
        CurrentLimits limits = new CurrentLimits(RuleSet.of(List.of(rule)));
        Instance.get(vertx.deployVerticle(new RateLimitVerticle(
                new LimitResources(access, bus, limits, new SimpleMeterRegistry(), InstantSource.system()))));
        Instance.get(access.connect(vertx).whenReady());
    }

    @Override
    public CompletionStage<Boolean> decide(String subject) {
        Check check = new Check(Descriptors.of(Map.of(Descriptors.USER, subject)), Optional.empty(), Cost.ONE);
        return bus.request(Addresses.RATE_LIMIT, check, LimitDecision.class)
                .map(LimitDecision::isAllowed)
                .toCompletionStage();
    }

    @Override
    public void close() {
        Instance.get(vertx.close());
    }
}
