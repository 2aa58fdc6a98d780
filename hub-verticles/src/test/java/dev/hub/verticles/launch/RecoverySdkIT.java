package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.testkit.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The official SDK misses nothing when its socket is cut: plain, with deltas, and on a subscription made by the hub. */
@ExtendWith(SharedHubs.Provider.class)
class RecoverySdkIT {
    private final HubProcess hub;

    RecoverySdkIT(SharedHubs hubs) {
        hub = hubs.on(Engine.REDIS62).first();
    }

    @Test
    void missesNothingWhenItsSocketIsCut() {
        String token = TestTokens.of("anna", List.of(new ChannelName("rec:server")));
        SdkProgram.node(
                "recovery.mjs", Map.of("HUB", hub.url(), "TOKEN", token, "API_KEY", HubProcess.API_KEY, "CUTS", "6"));
    }
}
