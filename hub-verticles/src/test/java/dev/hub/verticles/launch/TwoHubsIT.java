package dev.hub.verticles.launch;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Programs;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.Standalone;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hubs in processes of their own on one Valkey pass messages between official SDKs in Node, Python and a browser,
 * the HTTP API, and verticles.
 */
class TwoHubsIT {
    private static final int CLIENTS = 20;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrder(Engine engine) {
        try (Standalone valkey = Standalone.start(engine)) {
            withTwoHubs(valkey.url(), TwoHubsIT::swarm);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrderOverSentinel(Engine engine) {
        try (SentinelSetup valkey = SentinelSetup.start(engine)) {
            withTwoHubs(valkey.url(), TwoHubsIT::swarm);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void passEveryMessageOnceAndInOrderOverCluster(Engine engine) {
        try (ClusterSetup valkey = ClusterSetup.start(engine)) {
            withTwoHubs(valkey.url(), TwoHubsIT::swarm);
        }
    }

    @Test
    void serveBrowsersOnTheTryItPage() {
        String chromium = Programs.require("chromium", "chromium-browser", "google-chrome")
                .toString();
        try (Standalone valkey = Standalone.start(Engine.REDIS62)) {
            withTwoHubs(
                    valkey.url(),
                    (first, second) -> SdkProgram.node(
                            "browser.mjs",
                            Map.of(
                                    "HUBS",
                                    first.url() + "," + second.url(),
                                    "TOKENS",
                                    tokens(2),
                                    "API_KEY",
                                    HubProcess.API_KEY,
                                    "CHROMIUM",
                                    chromium)));
        }
    }

    @Test
    void servePython() {
        try (HubProcess hub = HubProcess.start()) {
            SdkProgram.python("roundtrip.py", Map.of("HUB", hub.url(), "TOKEN", tokens(1)));
        }
    }

    private interface Scene {
        void play(HubProcess first, HubProcess second);
    }

    private static void withTwoHubs(String valkey, Scene scene) {
        try (HubProcess first = HubProcess.start("valkey.url=" + valkey);
                HubProcess second = HubProcess.start("valkey.url=" + valkey)) {
            scene.play(first, second);
        }
    }

    private static void swarm(HubProcess first, HubProcess second) {
        SdkProgram.node(
                "swarm.mjs",
                Map.of(
                        "HUBS",
                        first.url() + "," + second.url(),
                        "TOKENS",
                        tokens(CLIENTS),
                        "API_KEY",
                        HubProcess.API_KEY,
                        "MESSAGES",
                        "40"));
    }

    private static String tokens(int count) {
        return IntStream.range(0, count)
                .mapToObj(user -> TestTokens.of("user-" + user))
                .collect(Collectors.joining(","));
    }
}
