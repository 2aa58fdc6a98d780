package dev.hub.verticles.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.Overrides;
import dev.hub.core.auth.Secret;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.bus.Authority;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.DataSize;
import dev.hub.core.config.EndpointConfig;
import dev.hub.core.config.EndpointConfig.BreakerConfig;
import dev.hub.core.config.EndpointConfig.SigningConfig;
import dev.hub.core.config.EndpointConfig.TlsConfig;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Caller.ClientHeaders;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.Headers;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.TlsCertificate;
import dev.hub.verticles.Instance;
import dev.hub.verticles.decision.Backend.Behaviour;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionVerticleIT {
    private static final String GRANTED = "{\"result\":{}}";
    private static final ChannelName CHANNEL = new ChannelName("chat:1");
    private static final ClientHeaders HEADERS = new ClientHeaders(
            Headers.keep(List.of("cookie", "x-secret"), Map.of("cookie", "a=b", "x-secret", "s")::get),
            Headers.keep(List.of("authorization", "cookie"), Map.of("Authorization", "Bearer t", "Cookie", "forged")));
    private static final Caller CALLER = Caller.overWebSocket("c1", "ann", Payload.ofJson("{\"m\":1}"), HEADERS);
    private static final Question.Subscribe SUBSCRIBE = new Question.Subscribe(CALLER, CHANNEL, null);
    private static final Question.Publish PUBLISH = new Question.Publish(CALLER, CHANNEL, Payload.ofJson("1"));

    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Backend backend = Backend.start();

    @AfterEach
    void close() {
        Instance.get(vertx.close());
        backend.close();
    }

    /** An endpoint of which a few options are set by the test. */
    private static final class Options {
        private final String url;
        private int retries;
        private int maxParallel = 8;
        private int maxWaiting = 1000;
        private int failures = 1000;
        private Duration timeout = Duration.ofSeconds(3);
        private SigningConfig signing = new SigningConfig(Secret.NONE, Secret.NONE);
        private @Nullable Path authority;

        Options(String url) {
            this.url = url;
        }

        EndpointConfig build() {
            return new EndpointConfig(
                    "app",
                    url,
                    timeout,
                    retries,
                    maxParallel,
                    maxWaiting,
                    DataSize.ofKiB(16),
                    List.of("Cookie"),
                    List.of("Cookie", "Authorization"),
                    true,
                    new BreakerConfig(failures, Duration.ofSeconds(1)),
                    signing,
                    new TlsConfig(authority, null, null));
        }
    }

    private void deploy(Options options) {
        Instance.get(vertx.deployVerticle(
                new DecisionVerticle(bus, List.of(options.build()), meters, InstantSource.system())));
    }

    private <G extends Grant> Future<Decision<G>> ask(Question<G> question) {
        return new Authority(bus, "", "app").ask(question);
    }

    private void assertRefused(Question<?> question) {
        assertThatThrownBy(() -> Instance.get(ask(question))).isInstanceOfSatisfying(HubException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(100);
            assertThat(refusal.isTemporary()).isTrue();
        });
    }

    private double count(String result) {
        return meters.get("hub.callbacks")
                .tag("callback", "app")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    @Test
    void asksAndPassesOnlyOnWhatIsOnTheList() {
        deploy(new Options(backend.url()));
        backend.does(asked -> asked.answer("{\"result\":{\"data\":{\"n\":1}}}"));

        assertThat(Instance.get(ask(SUBSCRIBE)))
                .isEqualTo(Decision.grant(new Grant.Subscription(
                        0, new SubscriptionGrant(null, Payload.ofJson("{\"n\":1}"), Overrides.NONE, null, Set.of()))));
        Backend.Asked asked = backend.asked().getFirst();
        assertThat(asked.request().method().name() + " " + asked.request().path())
                .isEqualTo("POST /hub");
        assertThat(asked.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("hub-topic", "subscribe")
                .containsEntry("cookie", "a=b")
                .containsEntry("authorization", "Bearer t")
                .doesNotContainKeys("x-secret", "webhook-signature");
        assertThat(asked.headers().get("webhook-id")).startsWith("msg_");
        assertThat(asked.text())
                .isEqualTo("{\"client\":\"c1\",\"transport\":\"websocket\",\"protocol\":\"json\",\"encoding\":\"json\","
                        + "\"user\":\"ann\",\"meta\":{\"m\":1},\"channel\":\"chat:1\"}");
        assertThat(count("answered")).isEqualTo(1);
    }

    @Test
    void theTopicMayBePartOfTheAddress() {
        deploy(new Options(backend.url() + "/{topic}"));
        backend.does(asked -> asked.answer(GRANTED));

        Instance.get(ask(SUBSCRIBE));
        Instance.get(ask(PUBLISH));

        assertThat(backend.asked())
                .extracting(asked -> asked.request().path())
                .containsExactly("/hub/subscribe", "/hub/publish");
    }

    @Test
    void tellsWhatTheApplicationRefuses() {
        deploy(new Options(backend.url()));
        backend.does(asked -> asked.answer("{\"error\":{\"code\":403,\"message\":\"not you\"}}"));
        assertThat(Instance.get(ask(PUBLISH))).isEqualTo(Decision.refuse(403, "not you"));

        backend.does(asked -> asked.answer("{\"disconnect\":{\"code\":4501,\"reason\":\"go away\"}}"));
        assertThat(Instance.get(ask(PUBLISH))).isEqualTo(Decision.disconnect(4501, "go away"));
    }

    static Stream<Arguments> waysToFail() {
        String huge = "{\"result\":{\"data\":\"" + "x".repeat(20_000) + "\"}}";
        return Stream.of(
                Arguments.of("late", (Behaviour) asked -> {}),
                Arguments.of("late", (Behaviour) asked -> asked.request()
                        .response()
                        .putHeader("content-length", "13")
                        .write("{\"res")
                        .onFailure(gone -> {})),
                Arguments.of("broken", (Behaviour) Backend.Asked::drop),
                Arguments.of("failed", (Behaviour) asked -> asked.answer(500, GRANTED)),
                Arguments.of("failed", (Behaviour) asked -> asked.answer(429, GRANTED)),
                Arguments.of("unavailable", (Behaviour) asked -> asked.answer(503, GRANTED)),
                Arguments.of("status", (Behaviour) asked -> asked.answer(403, GRANTED)),
                Arguments.of("status", (Behaviour) asked -> {
                    String target = asked.request().absoluteURI() + "/elsewhere";
                    boolean isFirst = "/hub".equals(asked.request().path());
                    asked.request().response().putHeader("location", target);
                    asked.answer(isFirst ? 307 : 200, GRANTED);
                }),
                Arguments.of("invalid", (Behaviour) asked -> asked.answer("<html>It works!</html>")),
                Arguments.of("invalid", (Behaviour) asked -> asked.answer("")),
                Arguments.of("invalid", (Behaviour) asked -> asked.answer("{\"result\":{\"expire_at\":-5}}")),
                Arguments.of("too_long", (Behaviour) asked -> asked.answer(huge)),
                Arguments.of("too_long", (Behaviour) asked -> {
                    asked.request().response().setChunked(true);
                    for (int i = 0; i < 20; i++) {
                        asked.request().response().write("x".repeat(1000)).onFailure(gone -> {});
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("waysToFail")
    void withoutAGoodAnswerTheClientIsRefusedForTheTimeBeing(String result, Behaviour behaviour) {
        Options options = new Options(backend.url());
        options.timeout = result.equals("late") ? Duration.ofMillis(500) : options.timeout;
        deploy(options);
        backend.does(behaviour);

        assertRefused(SUBSCRIBE);

        assertThat(count(result)).isEqualTo(1);
        assertThat(backend.asked()).hasSizeLessThanOrEqualTo(1);
        backend.does(asked -> asked.answer(GRANTED));
        await().ignoreExceptions().until(() -> Instance.get(ask(SUBSCRIBE)) instanceof Decision.Granted<?>);
    }

    @Test
    void whoDoesNotSpeakHttpIsNoBackend() {
        NetServer babbler = Instance.get(vertx.createNetServer()
                .connectHandler(socket -> socket.handler(
                        any -> socket.write("SSH-2.0-OpenSSH\r\n").onFailure(gone -> {})))
                .listen(0, "127.0.0.1"));
        deploy(new Options("http://127.0.0.1:" + babbler.actualPort() + "/"));

        assertRefused(SUBSCRIBE);
    }

    @Test
    void whereNobodyListensTheQuestionIsRepeatedAndThenRefused() {
        backend.close();
        Options options = new Options(backend.url());
        options.retries = 2;
        deploy(options);

        assertRefused(PUBLISH);
        assertThat(count("unreached")).isEqualTo(1);
    }

    @Test
    void repeatsWhatOnlyDecidesUnderTheSameId() {
        Options options = new Options(backend.url());
        options.retries = 2;
        deploy(options);
        AtomicInteger times = new AtomicInteger();
        backend.does(asked -> {
            switch (times.incrementAndGet()) {
                case 1 -> asked.drop();
                case 2 -> asked.answer(503, "");
                default -> asked.answer(GRANTED);
            }
        });

        assertThat(Instance.get(ask(SUBSCRIBE))).isEqualTo(Decision.grant(Grant.Subscription.PLAIN));
        assertThat(backend.asked())
                .extracting(asked -> asked.headers().get("webhook-id"))
                .hasSize(3)
                .containsOnly(
                        String.valueOf(backend.asked().getFirst().headers().get("webhook-id")));
    }

    @Test
    void doesNotRepeatWhatMayHaveHadAnEffect() {
        Options options = new Options(backend.url());
        options.retries = 3;
        deploy(options);
        backend.does(Backend.Asked::drop);

        assertRefused(PUBLISH);
        assertRefused(new Question.Call(CALLER, "pay", Payload.NULL));

        assertThat(backend.asked()).hasSize(2);
    }

    @Test
    void leavesABackendThatIsDownAloneAndComesBackToIt() {
        Options options = new Options(backend.url());
        options.failures = 3;
        deploy(options);
        backend.does(asked -> asked.answer(500, ""));
        for (int i = 0; i < 3; i++) {
            assertRefused(SUBSCRIBE);
        }

        backend.does(asked -> asked.answer(GRANTED));
        assertRefused(SUBSCRIBE);

        assertThat(backend.asked()).hasSize(3);
        assertThat(count("paused")).isEqualTo(1);
        assertThat(meters.get("hub.callback.pauses").functionCounter().count()).isEqualTo(1);
        await().ignoreExceptions().until(() -> Instance.get(ask(SUBSCRIBE)) instanceof Decision.Granted<?>);
        assertThat(Instance.get(ask(SUBSCRIBE))).isEqualTo(Decision.grant(Grant.Subscription.PLAIN));
    }

    /** Else whoever gets a question answered with 403 could shut everybody out. */
    @Test
    void answersThatConcernOneQuestionDoNotStopTheOthers() {
        Options options = new Options(backend.url());
        options.failures = 2;
        deploy(options);
        backend.does(asked -> asked.answer(403, ""));
        for (int i = 0; i < 5; i++) {
            assertRefused(SUBSCRIBE);
        }

        backend.does(asked -> asked.answer(GRANTED));

        assertThat(Instance.get(ask(SUBSCRIBE))).isEqualTo(Decision.grant(Grant.Subscription.PLAIN));
    }

    @Test
    void aThousandAtOnceAreAskedAFewAtATimeAndNobodyIsForgotten() {
        deploy(new Options(backend.url()));
        backend.does(asked -> asked.answerAfter(backend.vertx(), 1, GRANTED));

        List<Future<Decision<Grant.Subscription>>> all = new ArrayList<>();
        IntStream.range(0, 1000).forEach(i -> all.add(ask(SUBSCRIBE)));
        Instance.get(Future.join(all).otherwiseEmpty());

        assertThat(backend.mostUnderWay()).isBetween(2, 8);
        assertThat(count("answered")).isGreaterThan(100);
        assertThat(count("answered") + count("waited")).isEqualTo(1000);
    }

    @Test
    void refusesWhatTooManyWaitBefore() {
        Options options = new Options(backend.url());
        options.maxParallel = 1;
        options.maxWaiting = 1;
        deploy(options);
        backend.does(asked -> asked.answerAfter(backend.vertx(), 50, GRANTED));

        List<Future<Decision<Grant.Subscription>>> all = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> all.add(ask(SUBSCRIBE)));
        Instance.get(Future.join(all).otherwiseEmpty());

        assertThat(all.stream().filter(Future::succeeded)).hasSize(2);
        assertThat(count("crowded")).isEqualTo(1);
    }

    @Test
    void signsWhatItAsks() {
        Options options = new Options(backend.url());
        options.signing =
                new SigningConfig(Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Secret.of("A".repeat(40)));
        deploy(options);
        backend.does(asked -> asked.answer(GRANTED));

        Instance.get(ask(SUBSCRIBE));

        Backend.Asked asked = backend.asked().getFirst();
        assertThat(asked.headers().get("webhook-signature")).matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
        assertThat(Long.parseLong(asked.headers().get("webhook-timestamp")))
                .isCloseTo(InstantSource.system().instant().getEpochSecond(), org.assertj.core.data.Offset.offset(10L));
        assertThat(asked.text().getBytes(UTF_8)).isNotEmpty();
    }

    @Test
    void trustsOverTlsOnlyWhomItIsTold(@TempDir Path directory) {
        TlsCertificate certificate = TlsCertificate.create(directory);
        HttpServerOptions tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.certificate().toString())
                        .setKeyPath(certificate.key().toString()));
        try (Backend secure = Backend.start(tls)) {
            secure.does(asked -> asked.answer(GRANTED));
            deploy(new Options(secure.url()));
            assertRefused(SUBSCRIBE);

            Options known = new Options(secure.url());
            known.authority = certificate.certificate();
            Vertx other = Vertx.vertx();
            HubBus otherBus = HubBus.install(other, 1);
            Instance.get(other.deployVerticle(new DecisionVerticle(
                    otherBus, List.of(known.build()), new SimpleMeterRegistry(), InstantSource.system())));

            await().ignoreExceptions()
                    .until(() -> Instance.get(new Authority(otherBus, "", "app").ask(SUBSCRIBE))
                            instanceof Decision.Granted<?>);
            assertThat(secure.asked()).isNotEmpty();
            Instance.get(other.close());
        }
    }

    @Test
    void whatIsConfiguredNowhereRefuses() {
        deploy(new Options(backend.url()));

        assertThatThrownBy(() -> Instance.get(new Authority(bus, "", "other").ask(SUBSCRIBE)))
                .isInstanceOf(HubException.class);
    }
}
