package dev.hub.verticles.launch;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status channels, seen with the official SDK. */
@ExtendWith(SharedServers.Provider.class)
class DashboardSdkIT {
    private final String[] settings;

    DashboardSdkIT(SharedServers servers) {
        settings = new String[] {
            "valkey.url=" + servers.on(Engine.REDIS62).url(),
            "valkey.prefix=" + servers.prefix(),
            "metrics.dashboard-interval=300ms"
        };
    }

    private static String token(JsonArray allow) {
        JsonObject capability = new JsonObject()
                .put("channels", new JsonArray().add("hub:*"))
                .put("match", "wildcard")
                .put("allow", allow);
        return TestTokens.signed(new JsonObject().put("sub", "ops").put("caps", new JsonArray().add(capability)));
    }

    @Test
    void showAKilledHubToWhoeverMayWatchAndToNobodyElse() {
        try (HubProcess stays = HubProcess.start(settings);
                HubProcess dies = HubProcess.start(settings)) {
            SdkProgram.node(
                    "dashboard.mjs",
                    Map.of(
                            "HUB",
                            "127.0.0.1:" + stays.port(),
                            "ALLOWED",
                            token(new JsonArray().add("sub").add("pub")),
                            "REFUSED",
                            TestTokens.of("stranger"),
                            "VICTIM",
                            Long.toString(dies.pid())));
        }
    }
}
