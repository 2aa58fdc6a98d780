package dev.hub.core.config;

import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.option.Durations;
import org.jspecify.annotations.Nullable;

/**
 * What the options of one namespace mean for each other. What has no effect is refused: whoever set it believes that it
 * does something.
 */
final class NamespaceRules {
    /** What the name of a namespace must not be. */
    static final String RESERVED = "must not be " + ReservedNamespaces.EVENTS + ", " + ReservedNamespaces.HUB + " or "
            + ReservedNamespaces.JOB + ", which are the hub's own";

    private static final String NO_HISTORY = "needs history-size and history-ttl above 0";
    private static final String POINTLESS = "has no effect without ";

    private final Rules rules;
    private final String prefix;

    private NamespaceRules(Rules rules, String prefix) {
        this.rules = rules;
        this.prefix = prefix;
    }

    /** Notes in {@code rules} what is wrong with {@code namespace}, whose keys begin with {@code prefix}. */
    static void check(Rules rules, String prefix, Namespace namespace) {
        NamespaceRules check = new NamespaceRules(rules, prefix);
        check.history(namespace.history());
        check.positions(namespace.history());
        check.readers(namespace);
        check.deltas(namespace);
        check.batches(namespace.delivery());
        check.wildcards(namespace);
        check.presence(namespace.presence());
    }

    private void history(HistoryRules history) {
        require(
                history.historySize() <= 0 || history.historyTtl().isPositive(),
                "history-ttl",
                history.historyTtl(),
                "must be above 0 when history-size is",
                "history-size");
        require(
                history.historySize() > 0 || !history.historyTtl().isPositive(),
                "history-size",
                history.historySize(),
                "must be above 0 when history-ttl is",
                "history-ttl");
        require(
                !history.hasHistory() || history.historyMetaTtl().compareTo(history.historyTtl()) >= 0,
                "history-meta-ttl",
                history.historyMetaTtl(),
                "must not be shorter than history-ttl (" + Durations.format(history.historyTtl()) + ")",
                "history-ttl");
        needsHistory(history, history.durable(), "durable");
    }

    private void positions(HistoryRules history) {
        needsHistory(history, history.allowPositioning(), "allow-positioning");
        needsHistory(history, history.forcePositioning(), "force-positioning");
        needsHistory(history, history.allowRecovery(), "allow-recovery");
        needsHistory(history, history.forceRecovery(), "force-recovery");
        boolean isCache = history.forceRecoveryMode() == RecoveryMode.CACHE;
        require(
                !isCache || history.allowRecovery() || history.forceRecovery(),
                "force-recovery-mode",
                history.forceRecoveryMode(),
                POINTLESS + "allow-recovery or force-recovery",
                "allow-recovery",
                "force-recovery");
        require(
                !history.autoCacheRecover() || isCache,
                "auto-cache-recover",
                true,
                POINTLESS + "force-recovery-mode: cache",
                "force-recovery-mode");
    }

    private void readers(Namespace namespace) {
        HistoryRules history = namespace.history();
        needsHistory(history, namespace.access().allowHistoryForClient(), "allow-history-for-client");
        needsHistory(history, namespace.access().allowHistoryForSubscriber(), "allow-history-for-subscriber");
    }

    private void deltas(Namespace namespace) {
        DeliveryRules delivery = namespace.delivery();
        boolean offersDeltas = !delivery.allowedDeltaTypes().isEmpty();
        require(
                !offersDeltas || namespace.history().hasHistory() || delivery.keepLatestPublication(),
                "allowed-delta-types",
                delivery.allowedDeltaTypes(),
                "needs a history (history-size and history-ttl) or keep-latest-publication: true",
                "history-size",
                "history-ttl",
                "keep-latest-publication");
        require(
                !delivery.deltaPublish() || offersDeltas,
                "delta-publish",
                true,
                POINTLESS + "allowed-delta-types",
                "allowed-delta-types");
        require(
                !delivery.keepLatestPublication() || offersDeltas,
                "keep-latest-publication",
                true,
                POINTLESS + "allowed-delta-types",
                "allowed-delta-types");
    }

    private void batches(DeliveryRules delivery) {
        boolean isBatched = delivery.isBatched();
        String delay = "batch-max-delay";
        require(
                delivery.batchMaxSize() == 0 || isBatched,
                "batch-max-size",
                delivery.batchMaxSize(),
                POINTLESS + delay,
                delay);
        require(!delivery.batchFlushLatest() || isBatched, "batch-flush-latest", true, POINTLESS + delay, delay);
        require(
                delivery.conflateBy().isEmpty()
                        || delivery.slowConsumer() == SlowConsumer.CONFLATE
                        || delivery.batchFlushLatest(),
                "conflate-by",
                delivery.conflateBy(),
                POINTLESS + "slow-consumer: conflate or batch-flush-latest: true",
                "slow-consumer",
                "batch-flush-latest");
    }

    private void wildcards(Namespace namespace) {
        boolean hasWildcards = namespace.delivery().wildcards();
        require(
                !hasWildcards || !namespace.naming().hasPattern(),
                "wildcards",
                true,
                "must be false in a namespace with a pattern, whose channels do not begin with its name",
                "pattern");
        require(
                !namespace.access().allowWildcardForClient() || hasWildcards,
                "allow-wildcard-for-client",
                true,
                POINTLESS + "wildcards: true",
                "wildcards");
    }

    private void presence(PresenceRules presence) {
        needsPresence(presence, presence.allowPresenceForClient(), "allow-presence-for-client");
        needsPresence(presence, presence.allowPresenceForSubscriber(), "allow-presence-for-subscriber");
        require(
                presence.hasMembers() || !presence.presenceGrace().isPositive(),
                "presence-grace",
                presence.presenceGrace(),
                POINTLESS + "presence: true or join-leave: true",
                "presence",
                "join-leave");
        require(
                presence.joinLeave() || !presence.forcePushJoinLeave(),
                "force-push-join-leave",
                true,
                POINTLESS + "join-leave: true",
                "join-leave");
        require(
                presence.joinLeave() || !presence.joinLeaveMaxDelay().isPositive(),
                "join-leave-max-delay",
                presence.joinLeaveMaxDelay(),
                POINTLESS + "join-leave: true",
                "join-leave");
    }

    private void needsPresence(PresenceRules rules, boolean isSet, String key) {
        require(!isSet || rules.presence(), key, true, POINTLESS + "presence: true", "presence");
    }

    private void needsHistory(HistoryRules history, boolean isSet, String key) {
        require(!isSet || history.hasHistory(), key, true, NO_HISTORY, "history-size", "history-ttl");
    }

    private void require(boolean holds, String key, @Nullable Object value, String rule, String... others) {
        for (int i = 0; i < others.length; i++) {
            others[i] = prefix + others[i];
        }
        rules.require(holds, prefix + key, value, rule, others);
    }
}
