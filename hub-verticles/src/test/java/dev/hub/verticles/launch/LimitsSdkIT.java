package dev.hub.verticles.launch;

import dev.hub.core.testkit.Engine;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the official SDK for JavaScript meet rules on rates: they are told how long to wait, and come back. */
@ExtendWith(SharedHubs.Provider.class)
class LimitsSdkIT {
    private final TwoHubs two;

    LimitsSdkIT(SharedHubs hubs) {
        two = hubs.on(Engine.REDIS62);
    }

    @Test
    void areToldHowLongToWaitAndComeBack() {
        String users = "limited-anna,limited-bob,limited-carl";
        StringBuilder tokens = new StringBuilder();
        for (String user : users.split(",", -1)) {
            tokens.append(tokens.isEmpty() ? "" : ",").append(TestTokens.named(user));
        }
        SdkProgram.node(
                "limits.mjs",
                Map.of(
                        "HUB",
                        two.first().url(),
                        "API_KEY",
                        HubProcess.API_KEY,
                        "TOKENS",
                        tokens.toString(),
                        "USERS",
                        users,
                        "CHANNEL",
                        "demo:limited"));
    }
}
