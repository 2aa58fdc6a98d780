package dev.hub.verticles.channel;

import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import java.time.Duration;
import java.util.List;

/** Rules with and without history. */
final class Histories {
    private Histories() {}

    /** The default namespace keeps so many publications; {@code plain} keeps none. */
    static Namespaces ofSize(int size) {
        return Namespaces.of(keeping("", size), List.of(Namespace.defaults("plain")));
    }

    /** A namespace whose channels keep so many publications for five minutes. */
    static Namespace keeping(String name, int size) {
        return Namespace.defaults(name).withHistory(rules(size, Duration.ofMinutes(5)));
    }

    static HistoryRules rules(int size, Duration ttl) {
        return new HistoryRules(
                size,
                ttl,
                Duration.ofDays(30),
                false,
                true,
                false,
                true,
                RecoveryMode.STREAM,
                false,
                Duration.ofMinutes(5),
                false);
    }

    /** The same with deltas for all who ask. */
    static Namespace withDeltas(Namespace namespace, boolean deltaPublish, boolean keepLatest) {
        DeliveryRules plain = DeliveryRules.plain();
        return namespace.withDelivery(new DeliveryRules(
                List.of(DeliveryRules.FOSSIL),
                deltaPublish,
                keepLatest,
                false,
                0,
                Duration.ZERO,
                false,
                plain.slowConsumer(),
                "",
                false));
    }

    /** The same with a feed for patterns. */
    static Namespace withWildcards(Namespace namespace) {
        DeliveryRules plain = DeliveryRules.plain();
        return namespace.withDelivery(new DeliveryRules(
                List.of(), false, false, false, 0, Duration.ZERO, false, plain.slowConsumer(), "", true));
    }
}
