package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publications of namespaces that collect them go out together, or only the latest of them. */
final class BatchingIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);

    private TestHub hub;

    @BeforeEach
    void start() {
        hub = TestHub.insecure(
                TestHub.LIMITS,
                TestNamespaces.batched(TestNamespaces.open("size"), 3, LONG, false, ""),
                TestNamespaces.batched(TestNamespaces.open("time"), 0, SHORT, false, ""),
                TestNamespaces.batched(TestNamespaces.open("last"), 4, LONG, true, ""),
                TestNamespaces.batched(TestNamespaces.open("keys"), 5, LONG, true, "key"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void waitsForAsManyPublicationsAsTheNamespaceSays() {
        TestClient client = hub.connected().subscribed(2, "size:x").subscribed(3, "open:x");

        hub.publish("size:x", "1");
        hub.publish("size:x", "2");
        hub.publish("open:x", "0");
        assertThat(client.nextPublication()).isEqualTo(0);
        hub.publish("size:x", "3");

        for (int n = 1; n <= 3; n++) {
            assertThat(client.nextPublication()).isEqualTo(n);
        }
    }

    @Test
    void waitsNoLongerThanTheNamespaceSays() {
        TestClient client = hub.connected().subscribed(2, "time:x");

        for (int round = 0; round < 3; round++) {
            hub.publish("time:x", "1");
            hub.publish("time:x", "2");
            assertThat(client.nextPublication()).isEqualTo(1);
            assertThat(client.nextPublication()).isEqualTo(2);
        }
    }

    @Test
    void sendsOnlyTheLatest() {
        TestClient client = hub.connected().subscribed(2, "last:x");

        for (int n = 1; n <= 8; n++) {
            hub.publish("last:x", Integer.toString(n));
        }

        assertThat(client.nextPublication()).isEqualTo(4);
        assertThat(client.nextPublication()).isEqualTo(8);
    }

    @Test
    void sendsOnlyTheLatestOfEachKey() {
        TestClient client = hub.connected().subscribed(2, "keys:x");

        for (int n = 1; n <= 5; n++) {
            hub.publish("keys:x", Integer.toString(n), Map.of("key", n == 2 ? "rare" : "often"));
        }

        assertThat(client.nextPublication()).isEqualTo(2);
        assertThat(client.nextPublication()).isEqualTo(5);
    }

    @Test
    void sendsAWholePublicationToSubscribersWithDeltasWhereOthersWereLeftOut() {
        TestClient client = hub.connected();
        client.send("{\"id\":2,\"subscribe\":{\"channel\":\"last:x\",\"delta\":\"fossil\"}}");
        client.nextLine();

        for (int n = 1; n <= 8; n++) {
            hub.publish("last:x", "{\"n\":" + n + "}");
        }

        for (int n = 4; n <= 8; n += 4) {
            assertThat(client.nextLine())
                    .isEqualTo(
                            "{\"push\":{\"channel\":\"last:x\",\"pub\":{\"data\":\"{\\\"n\\\":%d}\"}}}".formatted(n));
        }
    }

    @Test
    void letsGoOfWhatItCollectedWhenTheRulesChange() {
        TestClient client = hub.connected().subscribed(2, "size:x");
        hub.publish("size:x", "1");
        hub.publish("size:x", "2");

        hub.rule(TestNamespaces.open("size"));
        assertThat(client.nextPublication()).isEqualTo(1);
        assertThat(client.nextPublication()).isEqualTo(2);
        hub.publish("size:x", "3");
        assertThat(client.nextPublication()).isEqualTo(3);
        hub.rule(TestNamespaces.batched(TestNamespaces.open("size"), 2, LONG, true, ""));
        hub.publish("size:x", "4");
        hub.publish("size:x", "5");

        assertThat(client.nextPublication()).isEqualTo(5);
    }

    @Test
    void givesWhoJoinsDuringABatchOnlyWhatComesAfter() {
        TestClient early = hub.connected().subscribed(2, "size:x");
        hub.publish("size:x", "1");
        TestClient late = hub.connected().subscribed(2, "size:x");

        for (int n = 2; n <= 6; n++) {
            hub.publish("size:x", Integer.toString(n));
        }

        assertThat(early.nextPublication()).isEqualTo(1);
        assertThat(early.nextPublication()).isEqualTo(2);
        assertThat(late.nextPublication()).isEqualTo(2);
    }
}
