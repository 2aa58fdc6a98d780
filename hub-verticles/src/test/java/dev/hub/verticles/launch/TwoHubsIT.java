package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Programs;
import dev.hub.core.testkit.SentinelSetup;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hubs in processes of their own on one Valkey pass messages between official SDKs in Node, Python and a browser,
 * the HTTP API, and verticles.
 */
@ExtendWith(SharedHubs.Provider.class)
class TwoHubsIT {
    private static final int CLIENTS = 20;

    private final SharedHubs hubs;

    TwoHubsIT(SharedHubs hubs) {
        this.hubs = hubs;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrder(Engine engine) {
        swarm(hubs.on(engine));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrderOverSentinel(Engine engine) {
        try (SentinelSetup valkey = SentinelSetup.start(engine);
                TwoHubs own = TwoHubs.on(valkey.url())) {
            swarm(own);
            orders(own);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrderOverCluster(Engine engine) {
        try (ClusterSetup valkey = ClusterSetup.start(engine);
                TwoHubs own = TwoHubs.on(valkey.url())) {
            swarm(own);
            orders(own);
        }
    }

    @Test
    void serveBrowsersOnTheTryItPage() {
        String chromium = Programs.require("chromium", "chromium-browser", "google-chrome")
                .toString();
        TwoHubs two = hubs.on(Engine.REDIS62);
        String operator = TestTokens.signed(
                new JsonObject("{\"sub\":\"ops\",\"caps\":[{\"channels\":[\"hub:queues\"],\"allow\":[\"sub\"]}]}"));
        SdkProgram.node(
                "browser.mjs",
                Map.of(
                        "HUBS",
                        two.first().url() + "," + two.second().url(),
                        "TOKENS",
                        tokens(2) + "," + operator,
                        "API_KEY",
                        HubProcess.API_KEY,
                        "CHROMIUM",
                        chromium));
    }

    @Test
    void servePython() {
        SdkProgram.python(
                "roundtrip.py", Map.of("HUB", hubs.on(Engine.REDIS62).first().url(), "TOKEN", tokens(1)));
    }

    private static void swarm(TwoHubs two) {
        SdkProgram.node(
                "swarm.mjs",
                Map.of(
                        "HUBS",
                        two.first().url() + "," + two.second().url(),
                        "TOKENS",
                        tokens(CLIENTS),
                        "API_KEY",
                        HubProcess.API_KEY,
                        "MESSAGES",
                        "40"));
    }

    private static void orders(TwoHubs two) {
        FleetOrders orders = new FleetOrders(List.of(two.first(), two.second()));
        orders.reachAll();
        assertThat(orders.measure()).hasSize(2);
    }

    private static String tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(user -> TestTokens.of("user-" + user))
                .collect(Collectors.joining(","));
    }
}
