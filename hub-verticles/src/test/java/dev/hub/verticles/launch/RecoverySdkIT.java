package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The official SDK misses nothing when its socket is cut: plain, with deltas, and on a subscription made by the hub. */
class RecoverySdkIT {
    @Test
    void missesNothingWhenItsSocketIsCut() {
        try (HubProcess hub = HubProcess.start()) {
            String token = TestTokens.of("anna", List.of(new ChannelName("rec:server")));
            SdkProgram.node(
                    "recovery.mjs",
                    Map.of("HUB", hub.url(), "TOKEN", token, "API_KEY", HubProcess.API_KEY, "CUTS", "6"));
        }
    }
}
