package dev.hub.websocket.access;

import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import java.time.Duration;
import java.util.List;

/** Namespaces that differ in one point from the defaults. */
final class TestRules {
    private TestRules() {}

    static Namespace wild(String name) {
        return Namespace.defaults(name)
                .withDelivery(new DeliveryRules(
                        List.of(), false, false, false, 0, Duration.ZERO, false, SlowConsumer.DISCONNECT, "", true));
    }

    static Namespace withHistory(String name) {
        return Namespace.defaults(name)
                .withHistory(new HistoryRules(
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofDays(1),
                        false,
                        false,
                        false,
                        false,
                        RecoveryMode.STREAM,
                        false,
                        Duration.ofMinutes(5),
                        false));
    }
}
