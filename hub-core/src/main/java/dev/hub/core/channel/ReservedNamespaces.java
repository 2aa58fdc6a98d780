package dev.hub.core.channel;

import dev.hub.core.channel.HistoryRules.RecoveryMode;
import java.time.Duration;
import java.util.List;

/**
 * The namespaces that the hub has of its own. Nobody configures them, and nobody but the hub publishes to them; who may
 * read them is a matter of tokens and capabilities.
 */
public final class ReservedNamespaces {
    /** Channels {@code events:<partition>}: what happens. */
    public static final String EVENTS = "events";

    /** Channels such as {@code hub:status}: how the hub is doing. */
    public static final String HUB = "hub";

    /** Channels {@code job:<id>}: how a job is going. */
    public static final String JOB = "job";

    private static final int JOB_KEPT = 1_000;
    private static final Duration JOB_TTL = Duration.ofHours(1);
    private static final int EVENTS_KEPT = 10_000;
    private static final Duration EVENTS_TTL = Duration.ofHours(24);
    private static final Duration STATUS_TTL = Duration.ofSeconds(10);
    private static final Duration STATUS_META_TTL = Duration.ofHours(1);

    private ReservedNamespaces() {}

    /** All of them, with their options. */
    public static List<Namespace> all() {
        return List.of(events(), hub(), job());
    }

    /** {@code name} is the name of one. */
    public static boolean isReserved(String name) {
        return name.equals(EVENTS) || name.equals(HUB) || name.equals(JOB);
    }

    /** {@code channel} lies in one: only the hub publishes to it. */
    public static boolean contain(ChannelName channel) {
        return isReserved(channel.namespace());
    }

    /** Whoever comes back has missed nothing. */
    private static Namespace job() {
        HistoryRules none = HistoryRules.none();
        HistoryRules history = new HistoryRules(
                JOB_KEPT,
                JOB_TTL,
                none.historyMetaTtl(),
                true,
                true,
                true,
                true,
                RecoveryMode.STREAM,
                false,
                JOB_TTL,
                false);
        return Namespace.defaults(JOB).withHistory(history);
    }

    /** The latest events can be read again; readers may choose by tag. */
    private static Namespace events() {
        HistoryRules none = HistoryRules.none();
        HistoryRules history = new HistoryRules(
                EVENTS_KEPT,
                EVENTS_TTL,
                none.historyMetaTtl(),
                true,
                true,
                true,
                true,
                RecoveryMode.STREAM,
                false,
                none.idempotencyTtl(),
                false);
        DeliveryRules plain = DeliveryRules.plain();
        DeliveryRules filtered = new DeliveryRules(
                plain.allowedDeltaTypes(),
                plain.deltaPublish(),
                plain.keepLatestPublication(),
                true,
                plain.batchMaxSize(),
                plain.batchMaxDelay(),
                plain.batchFlushLatest(),
                plain.slowConsumer(),
                plain.conflateBy(),
                plain.wildcards());
        return Namespace.defaults(EVENTS).withHistory(history).withDelivery(filtered);
    }

    /** Who comes gets the latest state at once. */
    private static Namespace hub() {
        HistoryRules history = new HistoryRules(
                1, STATUS_TTL, STATUS_META_TTL, true, true, true, true, RecoveryMode.CACHE, true, STATUS_TTL, false);
        return Namespace.defaults(HUB).withHistory(history);
    }
}
