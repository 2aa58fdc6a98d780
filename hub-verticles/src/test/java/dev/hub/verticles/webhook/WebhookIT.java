package dev.hub.verticles.webhook;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.auth.Secret;
import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand.DeadLetters;
import dev.hub.core.bus.ConsumerCommand.Describe;
import dev.hub.core.bus.ConsumerCommand.ListDead;
import dev.hub.core.bus.EventCommand;
import dev.hub.core.bus.EventCommand.Forwarded;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.EndpointConfig.SigningConfig;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerInfo;
import dev.hub.core.event.Event;
import dev.hub.core.event.EventSubject;
import dev.hub.core.event.EventType;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances bring events to receivers that fail, hang, go away and die: at least once, in the order of each channel. */
@ExtendWith(SharedServers.Provider.class)
class WebhookIT {
    private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final Duration RETRY = Duration.ofMillis(50);

    private final Instance first;
    private final Instance second;
    private final Hook hook;
    private final Hook other;

    WebhookIT(SharedServers servers) {
        String url = servers.on(Engine.REDIS62).url();
        String prefix = servers.prefix();
        first = Instance.start("first", url, prefix);
        second = Instance.start("second", url, prefix);
        first.awaitReady();
        second.awaitReady();
        hook = new Hook(first.vertx());
        other = new Hook(first.vertx());
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private static ConsumerId consumer(String name) {
        return new ConsumerId(new ChannelName("events:0"), "webhook." + name);
    }

    private WebhookConfig webhook(String name, Hook to, int batchSize, int maxDeliveries) {
        WebhookConfig standard = WebhookConfig.of(name, to.url());
        return new WebhookConfig(
                name,
                to.url(),
                List.of(EventType.OCCUPIED, EventType.VACATED),
                List.of("chat:*"),
                batchSize,
                8,
                maxDeliveries,
                standard.maxRetained(),
                RETRY,
                Duration.ofMillis(400),
                Secret.of("Bearer of the tests"),
                new SigningConfig(Secret.of("whsec_" + KEY), Secret.NONE),
                standard.tls());
    }

    private void deploy(Instance instance, WebhookConfig... webhooks) {
        instance.deploy(new WebhookVerticle(
                instance.access(), instance.bus(), List.of(webhooks), instance.meters(), InstantSource.system()));
        for (WebhookConfig webhook : webhooks) {
            await().ignoreExceptions().until(() -> info(webhook.name()) != null);
        }
    }

    private ConsumerInfo info(String name) {
        return get(first.bus().request(Addresses.CONSUMER, new Describe(consumer(name)), ConsumerInfo.class));
    }

    private static Event event(String id, String channel) {
        return new Event(id, EventType.OCCUPIED, 1_700_000_000_000L, EventSubject.channel(channel));
    }

    private void tell(String id, String channel) {
        get(second.bus().request(Addresses.EVENTS, new EventCommand.Report(event(id, channel)), Forwarded.class));
    }

    private void tell(int from, int to, String channel) {
        for (int i = from; i <= to; i++) {
            tell(channel + "-" + i, channel);
        }
    }

    private static List<String> ids(int from, int to, String channel) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> channel + "-" + i).toList();
    }

    /** What arrived of a channel, each event counted where it came first. */
    private static List<String> firsts(Hook hook, String channel) {
        return new ArrayList<>(new LinkedHashSet<>(hook.requests().stream()
                .filter(request -> request.channel().equals(channel))
                .flatMap(request -> request.ids().stream())
                .toList()));
    }

    private double meter(Instance instance, HubMetrics metric) {
        return instance.meters().get(metric.meterName()).tag("webhook", "app").meters().stream()
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }

    /** By what Standard Webhooks says, not by the hub's code. */
    private static String signature(Hook.Request request) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
        String signed = request.header("webhook-id") + "." + request.header("webhook-timestamp") + "." + request.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bringsWhatInterestsSignedAndInOrder() throws GeneralSecurityException {
        deploy(first, webhook("app", hook, 1, 5));
        tell(1, 5, "chat:a");
        tell("elsewhere", "news:a");
        get(second.bus()
                .request(
                        Addresses.EVENTS,
                        new EventCommand.Report(new Event("u", EventType.ONLINE, 1, EventSubject.user("42"))),
                        Forwarded.class));
        tell(6, 10, "chat:a");

        await().until(() -> hook.requests().size() == 10);

        assertThat(hook.ids()).isEqualTo(ids(1, 10, "chat:a"));
        Hook.Request request = hook.requests().getFirst();
        assertThat(request.body())
                .isEqualTo("{\"webhook\":\"app\",\"events\":["
                        + event("chat:a-1", "chat:a").toJson().encode() + "]}");
        assertThat(request.header("webhook-id")).isEqualTo("chat:a-1");
        assertThat(request.header("webhook-signature")).isEqualTo(signature(request));
        assertThat(request.header("authorization")).isEqualTo("Bearer of the tests");
        assertThat(request.header("content-type")).isEqualTo("application/json");
        await().untilAsserted(() -> assertThat(info("app").unacknowledged()).isZero());
        assertThat(info("app").lag()).isZero();
        assertThat(meter(first, HubMetrics.WEBHOOK_DELIVERED)).isEqualTo(10);
    }

    @Test
    void isBroughtByOneInstanceAtATimeAndByTheOtherOnceThatStops() {
        deploy(second, webhook("app", hook, 1, 5));
        deploy(first, webhook("app", hook, 1, 5));
        tell(1, 20, "chat:a");
        await().until(() -> hook.requests().size() == 20);
        assertThat(hook.ids()).isEqualTo(ids(1, 20, "chat:a"));
        hook.behave((request, http) -> {});
        get(first.bus()
                .request(Addresses.EVENTS, new EventCommand.Report(event("chat:a-21", "chat:a")), Forwarded.class));
        await().until(() -> hook.requests().size() >= 21);

        second.close();
        hook.behave(Hook.Manner.status(204));
        get(first.bus()
                .request(Addresses.EVENTS, new EventCommand.Report(event("chat:a-22", "chat:a")), Forwarded.class));

        await().until(() -> firsts(hook, "chat:a").size() == 22);
        assertThat(firsts(hook, "chat:a")).isEqualTo(ids(1, 22, "chat:a"));
        assertThat(hook.ids().getLast()).isEqualTo("chat:a-22");
    }

    @Test
    void comesAgainUntilItIsTakenAndHoldsUpItsOwnChannelAlone() {
        deploy(first, webhook("app", hook, 1, 50));
        hook.behave((request, http) -> http.response()
                .setStatusCode(request.channel().equals("chat:a") ? 503 : 200)
                .end());
        tell(1, 3, "chat:a");
        tell(1, 3, "chat:b");

        await().until(() ->
                firsts(hook, "chat:b").size() == 3 && hook.requests().size() > 6);
        assertThat(firsts(hook, "chat:a")).containsExactly("chat:a-1");

        hook.behave(Hook.Manner.status(200));
        await().until(() -> firsts(hook, "chat:a").size() == 3);
        assertThat(firsts(hook, "chat:a")).isEqualTo(ids(1, 3, "chat:a"));
        assertThat(meter(first, HubMetrics.WEBHOOK_FAILED)).isPositive();
    }

    @Test
    void comesAgainWithTheSameIdWhenTheReceiverDiesBeforeItAnswers() {
        deploy(first, webhook("app", hook, 1, 50));
        hook.behave((request, http) -> http.connection().close());
        tell(1, 1, "chat:a");
        await().until(() -> hook.requests().size() >= 2);

        hook.behave(Hook.Manner.status(200));

        await().untilAsserted(() -> assertThat(info("app").unacknowledged()).isZero());
        assertThat(hook.requests())
                .extracting(request -> request.header("webhook-id"))
                .containsOnly("chat:a-1");
    }

    @Test
    void isNotDelayedByAnotherThatHangs() {
        deploy(first, webhook("app", hook, 1, 50), webhook("other", other, 1, 50));
        hook.behave((request, http) -> {});
        tell(1, 30, "chat:a");

        await().until(() -> other.requests().size() == 30);
        await().until(() -> hook.requests().size() >= 2);
        assertThat(firsts(hook, "chat:a")).containsExactly("chat:a-1");

        hook.behave(Hook.Manner.status(200));
        await().until(() -> firsts(hook, "chat:a").size() == 30);
        assertThat(firsts(hook, "chat:a")).isEqualTo(ids(1, 30, "chat:a"));
    }

    @Test
    void isLeftAloneOnceItSaysThatItIsGoneAndLosesNothing() {
        deploy(first, webhook("app", hook, 1, 50));
        hook.behave(Hook.Manner.status(410));
        tell(1, 1, "chat:a");
        await().until(() -> meter(first, HubMetrics.WEBHOOK_AWAY) == 1);
        tell(2, 3, "chat:a");
        tell(1, 3, "chat:b");

        await().until(() -> info("app").unacknowledged() == 6);
        await().during(Duration.ofMillis(500)).until(() -> hook.requests().size() == 1);
    }

    @Test
    void becomesADeadLetterThatCanBeBroughtAgain() {
        deploy(first, webhook("app", hook, 1, 3));
        hook.behave((request, http) -> http.response()
                .setStatusCode(request.ids().contains("chat:a-2") ? 400 : 200)
                .end());
        tell(1, 4, "chat:a");

        await().until(() -> firsts(hook, "chat:a").size() == 4 && info("app").deadLetters() == 1);

        assertThat(hook.ids().stream().filter("chat:a-2"::equals)).hasSize(3);
        assertThat(get(first.bus()
                                .request(Addresses.CONSUMER, new ListDead(consumer("app"), "", 10), DeadLetters.class))
                        .letters())
                .hasSize(1);
        assertThat(meter(first, HubMetrics.WEBHOOK_DEAD)).isEqualTo(1);
        assertThat(info("app").unacknowledged()).isZero();
    }

    @Test
    void bringsMoreAtATimeWhereItMay() {
        deploy(first, webhook("app", hook, 100, 50));
        hook.behave(Hook.Manner.status(500));
        tell(1, 20, "chat:a");
        tell(1, 20, "chat:b");

        hook.behave(Hook.Manner.status(200));

        await().untilAsserted(() -> assertThat(info("app").unacknowledged()).isZero());
        assertThat(hook.requests().stream()
                        .flatMap(request -> request.ids().stream())
                        .distinct())
                .hasSize(40);
        assertThat(hook.requests()).anyMatch(request -> request.events().size() > 5);
    }
}
