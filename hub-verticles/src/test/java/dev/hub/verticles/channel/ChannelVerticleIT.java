package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Subscription;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one server. */
@OnEachEngine
class ChannelVerticleIT {
    private static final ChannelName NEWS = new ChannelName("news");

    private final Engine engine;

    private Standalone valkey;
    private Instance here;
    private Instance there;

    ChannelVerticleIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        here = Instance.start("here", valkey.url(), "t:");
        there = Instance.start("there", valkey.url(), "t:");
        awaitReady(here);
        awaitReady(there);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        valkey.close();
    }

    private static void awaitReady(Instance instance) {
        await().ignoreExceptions().until(() -> {
            get(instance.client().publish(new ChannelName("warm-up"), Payload.NULL));
            get(instance.client().publish(new ChannelName("warm-up-too"), Payload.NULL));
            return true;
        });
    }

    @Test
    void deliversInOrderToStreamsOnEveryInstance() {
        List<String> receivedHere = new CopyOnWriteArrayList<>();
        List<String> receivedThere = new CopyOnWriteArrayList<>();
        get(here.client()
                .subscribe(NEWS, each -> receivedHere.add(each.data().toJson()))
                .ready());
        get(there.client()
                .subscribe(NEWS, each -> receivedThere.add(each.data().toJson()))
                .ready());

        List<String> sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        sent.forEach(each -> here.client().publish(NEWS, Payload.ofJson(each)).onFailure(cause -> {
            throw new AssertionError(cause);
        }));

        await().untilAsserted(() -> assertThat(receivedThere).isEqualTo(sent));
        await().untilAsserted(() -> assertThat(receivedHere).isEqualTo(sent));
    }

    @Test
    void needsOneSubscriptionInValkeyHoweverManyReceive() {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            subscriptions.add(subscribe(here));
        }
        subscribe(there);

        assertThat(subscribersInValkey()).isEqualTo(2);
        assertThat(subscriptions).hasSize(20);
    }

    @Test
    void keepsTheSubscriptionForAMomentAfterTheLastReceiverLeft() {
        get(subscribe(here).end());
        subscribe(here);

        await().during(Instance.UNSUBSCRIBE_DELAY.multipliedBy(3)).until(() -> subscribersInValkey() == 1);
    }

    @Test
    void unsubscribesWhenNobodyComesBack() {
        Subscription subscription = subscribe(here);
        assertThat(subscribersInValkey()).isEqualTo(1);

        get(subscription.end());

        await().until(() -> subscribersInValkey() == 0);
    }

    @Test
    void refusesForNowWhileValkeyIsGoneAndHealsByItself() {
        List<String> received = new CopyOnWriteArrayList<>();
        get(there.client()
                .subscribe(NEWS, each -> received.add(each.data().toJson()))
                .ready());

        valkey.server().kill9();
        await().untilAsserted(() -> assertThatThrownBy(() -> get(here.client().publish(NEWS, Payload.ofJson("1"))))
                .isInstanceOfSatisfying(HubException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(100);
                    assertThat(refusal.isTemporary()).isTrue();
                }));
        valkey.server().restart();

        await().ignoreExceptions().untilAsserted(() -> {
            get(here.client().publish(NEWS, Payload.ofJson("2")));
            assertThat(received).contains("2");
        });
    }

    @Test
    void keepsTextThatIsNotAsciiAndNumbersThatAreNotDoubles() {
        List<String> received = new CopyOnWriteArrayList<>();
        get(there.client()
                .subscribe(NEWS, each -> received.add(each.data().toJson()))
                .ready());
        String json = "{\"name\": \"Zoë \uD83D\uDE80 \\u0000\", \"n\": 12345678901234567890.123456789012345678901e-5}";

        get(here.client().publish(NEWS, Payload.ofJson(json)));

        await().untilAsserted(() -> assertThat(received).containsExactly(json));
    }

    @Test
    void aStreamBegunWhileValkeyIsGoneComesIntoForceWithIt() {
        valkey.server().kill9();
        await().until(() -> here.client()
                .publish(NEWS, Payload.NULL)
                .transform(done -> Future.succeededFuture(done.failed()))
                .toCompletionStage()
                .toCompletableFuture()
                .get());
        List<String> received = new CopyOnWriteArrayList<>();
        Subscription subscription =
                here.client().subscribe(NEWS, each -> received.add(each.data().toJson()));
        valkey.server().restart();

        get(subscription.ready());
        await().ignoreExceptions().untilAsserted(() -> {
            get(there.client().publish(NEWS, Payload.ofJson("3")));
            assertThat(received).contains("3");
        });
    }

    private static Subscription subscribe(Instance instance) {
        Subscription subscription = instance.client().subscribe(NEWS, each -> {});
        get(subscription.ready());
        return subscription;
    }

    private int subscribersInValkey() {
        String answer = valkey.server().ask("PUBSUB", "NUMSUB", here.keys().channel(NEWS));
        return Integer.parseInt(answer.replaceAll(".*\\D(\\d+)\\D*$", "$1"));
    }
}
