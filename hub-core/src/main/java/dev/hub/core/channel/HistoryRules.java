package dev.hub.core.channel;

import dev.hub.core.option.Range;
import java.time.Duration;

/**
 * What a namespace's channels remember, and what is built on that. A channel whose {@code historySize} and
 * {@code historyTtl} are both above 0 is positioned: each publication has an offset in the stream's epoch.
 *
 * @param historySize publications that a channel keeps, 0 to 1000000; 0 for none
 * @param historyTtl how long it keeps them after the last one, 0 to 8760h; 0 for not at all
 * @param historyMetaTtl how long epoch, offset and version of a channel outlast its last use, 1 s to 87600h
 * @param allowPositioning clients may ask for positions and be told of loss
 * @param forcePositioning every subscription has a position
 * @param allowRecovery clients may ask to recover what they missed
 * @param forceRecovery every subscription can recover what it missed
 * @param forceRecoveryMode what recovery brings: all that was missed, or the latest only
 * @param autoCacheRecover in cache mode, a first subscribe brings the latest publication as well
 * @param idempotencyTtl how long a publication's idempotency key is remembered, 1 s to 24h
 * @param durable a publication is acknowledged once a replica has it
 */
public record HistoryRules(
        @Range(min = "0", max = "1000000") int historySize,
        @Range(min = "0s", max = "8760h") Duration historyTtl,
        @Range(min = "1s", max = "87600h") Duration historyMetaTtl,
        boolean allowPositioning,
        boolean forcePositioning,
        boolean allowRecovery,
        boolean forceRecovery,
        RecoveryMode forceRecoveryMode,
        boolean autoCacheRecover,
        @Range(min = "1s", max = "24h") Duration idempotencyTtl,
        boolean durable) {
    /** How a subscription catches up. */
    public enum RecoveryMode {
        /** All publications that were missed, or none. */
        STREAM,
        /** The latest publication. */
        CACHE
    }

    /** No history. */
    public static HistoryRules none() {
        return new HistoryRules(
                0,
                Duration.ZERO,
                Duration.ofDays(30),
                false,
                false,
                false,
                false,
                RecoveryMode.STREAM,
                false,
                Duration.ofMinutes(5),
                false);
    }

    /** A channel keeps publications, and they have offsets. */
    public boolean hasHistory() {
        return historySize > 0 && historyTtl.isPositive();
    }
}
