package dev.hub.websocket;

import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import java.time.Duration;
import java.util.List;

/** Namespaces that tests need more than once. */
final class TestNamespaces {
    /** A client with a user id may subscribe, and nothing else. */
    static final AccessRules SUBSCRIBE =
            new AccessRules(true, true, false, false, false, false, false, false, false, false, true);

    private TestNamespaces() {}

    static HistoryRules history(int size) {
        return rules(size, false, false, false, RecoveryMode.STREAM, false);
    }

    private static HistoryRules rules(
            int size, boolean allow, boolean positions, boolean recovery, RecoveryMode mode, boolean automatic) {
        HistoryRules none = HistoryRules.none();
        return new HistoryRules(
                size,
                Duration.ofMinutes(5),
                none.historyMetaTtl(),
                allow,
                positions,
                allow,
                recovery,
                mode,
                automatic,
                none.idempotencyTtl(),
                false);
    }

    /** Every subscription can recover; the last {@code size} publications are kept. */
    static Namespace recovered(String name, int size) {
        return open(name).withHistory(rules(size, false, false, true, RecoveryMode.STREAM, false));
    }

    /** Every subscription knows its position, but cannot recover. */
    static Namespace positioned(String name) {
        return open(name).withHistory(rules(10, false, true, false, RecoveryMode.STREAM, false));
    }

    /** Clients may ask for positions and recovery. */
    static Namespace onRequest(String name) {
        return open(name).withHistory(rules(10, true, false, false, RecoveryMode.STREAM, false));
    }

    /** Recovery brings the latest publication. */
    static Namespace cache(String name, boolean automatic) {
        return open(name).withHistory(rules(10, false, false, true, RecoveryMode.CACHE, automatic));
    }

    /** There is a history, and clients have no rights in it. */
    static Namespace remembered(String name) {
        return open(name).withHistory(history(10));
    }

    /** Clients may ask for deltas and filters. */
    static Namespace formed(Namespace namespace) {
        return namespace.withDelivery(new DeliveryRules(
                List.of(DeliveryRules.FOSSIL),
                true,
                true,
                true,
                0,
                Duration.ZERO,
                false,
                SlowConsumer.DISCONNECT,
                "",
                false));
    }

    /** What becomes of sockets that do not keep up. */
    static Namespace slow(Namespace namespace, SlowConsumer policy, String key) {
        return namespace.withDelivery(new DeliveryRules(
                List.of(DeliveryRules.FOSSIL), true, true, true, 0, Duration.ZERO, false, policy, key, false));
    }

    /** Publications are collected. */
    static Namespace batched(Namespace namespace, int size, Duration delay, boolean latest, String key) {
        return namespace.withDelivery(new DeliveryRules(
                List.of(DeliveryRules.FOSSIL),
                true,
                true,
                true,
                size,
                delay,
                latest,
                SlowConsumer.DISCONNECT,
                key,
                false));
    }

    static Namespace open(String name) {
        return Namespace.defaults(name).withAccess(SUBSCRIBE);
    }
}
