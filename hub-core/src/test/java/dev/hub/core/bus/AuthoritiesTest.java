package dev.hub.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.channel.CallbackRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.decision.CallbackRoutes;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Caller.ClientHeaders;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthoritiesTest {
    private static final Namespace PLAIN = Namespace.defaults("chat");
    private static final Caller CALLER = Caller.overWebSocket("c1", "ann", null, ClientHeaders.NONE);
    private static final Question.Subscribe QUESTION = new Question.Subscribe(CALLER, new ChannelName("chat:1"), null);

    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final Authorities authorities = new Authorities(bus, CallbackRoutes.NONE);

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        CompletableFuture<T> result = future.toCompletionStage().toCompletableFuture();
        try {
            return result.orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private static Namespace askedOf(String callback) {
        return PLAIN.withCallbacks(new CallbackRules(callback, "", ""));
    }

    private Decision<Grant.Subscription> ask(Namespace namespace) {
        return get(authorities.overSubscriptions(namespace).orElseThrow().ask(QUESTION));
    }

    /** Decides about subscriptions as long as it is deployed. */
    private static final class Doorkeeper extends VerticleBase {
        private final String namespace;
        private final Function<Question.Subscribe, Future<Decision<Grant.Subscription>>> decide;

        Doorkeeper(String namespace, Function<Question.Subscribe, Future<Decision<Grant.Subscription>>> decide) {
            this.namespace = namespace;
            this.decide = decide;
        }

        @Override
        public Future<?> start() {
            return HubClient.of(vertx).onSubscribe(namespace, decide);
        }
    }

    private String deploy(String namespace, Decision<Grant.Subscription> decision) {
        return get(vertx.deployVerticle(new Doorkeeper(namespace, question -> Future.succeededFuture(decision))));
    }

    @Test
    void nobodyDecidesUnlessRegisteredOrConfigured() {
        assertThat(authorities.overConnections(false)).isEmpty();
        assertThat(authorities.overRefreshes()).isEmpty();
        assertThat(authorities.overSubscriptions(PLAIN)).isEmpty();
        assertThat(authorities.overSubRefreshes(PLAIN)).isEmpty();
        assertThat(authorities.overPublications(PLAIN)).isEmpty();
        assertThat(authorities.overCalls()).isEmpty();
        assertThat(authorities.overSubscriptions(askedOf("app"))).isPresent();
    }

    @Test
    void aVerticleDecidesFromItsDeploymentUntilItIsUndeployed() {
        String first = deploy("", Decision.refuse(403, "no"));
        String second = deploy("", Decision.refuse(403, "no"));
        assertThat(ask(PLAIN)).isEqualTo(Decision.refuse(403, "no"));
        assertThat(authorities.overPublications(PLAIN)).isEmpty();

        get(vertx.undeploy(first));
        assertThat(authorities.overSubscriptions(PLAIN)).isPresent();
        get(vertx.undeploy(second));

        assertThat(authorities.overSubscriptions(PLAIN)).isEmpty();
    }

    @Test
    void aVerticleOfTheNamespaceDecidesBeforeThatOfAll() {
        deploy("", Decision.refuse(401, "general"));
        deploy("chat", Decision.refuse(402, "special"));

        assertThat(ask(PLAIN)).isEqualTo(Decision.refuse(402, "special"));
        assertThat(ask(Namespace.defaults("news"))).isEqualTo(Decision.refuse(401, "general"));
    }

    @Test
    void whoAbstainsLeavesItToTheCallback() {
        deploy("", Decision.abstain());
        bus.answer(
                Addresses.DECISIONS,
                CallbackQuestion.class,
                asked -> Future.succeededFuture(Decision.refuse(403, "asked " + asked.callback())));

        assertThat(ask(PLAIN)).isEqualTo(Decision.abstain());
        assertThat(ask(askedOf("app"))).isEqualTo(Decision.refuse(403, "asked app"));
        assertThat(ask(askedOf(CallbackRules.VERTICLE))).isEqualTo(Decision.abstain());
    }

    @Test
    void aVerticleThatFailsRefuses() {
        get(vertx.deployVerticle(new Doorkeeper("chat", question -> {
            throw new IllegalStateException("a bug");
        })));
        get(vertx.deployVerticle(
                new Doorkeeper("news", question -> Future.failedFuture(HubException.of(477, "mine")))));

        assertThatThrownBy(() -> ask(PLAIN)).isInstanceOfSatisfying(HubException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(100);
            assertThat(refusal.isTemporary()).isTrue();
        });
        assertThatThrownBy(() -> ask(Namespace.defaults("news")))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(477));
    }

    @Test
    void whereAVerticleMustDecideNothingIsAllowedWithoutOne() {
        assertThatThrownBy(() -> ask(askedOf(CallbackRules.VERTICLE)))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(100);
                    assertThat(refusal.isTemporary()).isTrue();
                });
    }

    @Test
    void aVerticleMayDecideInPlainJson() {
        vertx.eventBus().<JsonObject>localConsumer("hub.json.decide.subscribe", asked -> {
            boolean mayHave = asked.body().getString("user").equals("ann");
            asked.reply(
                    mayHave ? new JsonObject().put("result", new JsonObject().put("expire_at", 7)) : new JsonObject());
        });

        assertThat(ask(askedOf(CallbackRules.VERTICLE)))
                .isEqualTo(Decision.grant(new Grant.Subscription(7, SubscriptionGrant.NONE)));
    }

    @Test
    void garbageInPlainJsonRefuses() {
        for (Object garbage : List.of(new JsonObject(), "yes", new JsonObject().put("result", true))) {
            var consumer = vertx.eventBus().localConsumer("hub.json.decide.subscribe", asked -> asked.reply(garbage));

            assertThatThrownBy(() -> ask(askedOf(CallbackRules.VERTICLE)))
                    .isInstanceOfSatisfying(
                            HubException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(100));
            get(consumer.unregister());
        }
    }
}
