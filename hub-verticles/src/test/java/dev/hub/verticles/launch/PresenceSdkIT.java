package dev.hub.verticles.launch;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Standalone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients of the official SDK see each other over two hubs, and one that comes back in time has never been away. */
class PresenceSdkIT {
    private static final String CONFIGURATION = """
        channels:
          namespaces:
            - name: room
              allow-subscribe-for-client: true
              presence: true
              join-leave: true
              presence-grace: 20s
              allow-presence-for-subscriber: true
        """;

    @Test
    void seeEachOtherOverTwoHubs() {
        try (Standalone valkey = Standalone.start(Engine.REDIS62);
                TwoHubs two = TwoHubs.configured(CONFIGURATION, List.of("valkey.url=" + valkey.url()))) {
            SdkProgram.node(
                    "presence.mjs",
                    Map.of(
                            "HUBS",
                            two.first().url() + "," + two.second().url(),
                            "TOKENS",
                            TestTokens.named("bob") + "," + TestTokens.named("ann")));
        }
    }
}
