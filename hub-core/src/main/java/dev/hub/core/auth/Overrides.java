package dev.hub.core.auth;

import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.PresenceRules;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a channel's namespace that are others for one subscription ({@code override}).
 *
 * @param values those that are; all others stay as they are
 */
public record Overrides(Map<Option, Boolean> values) {
    /** None. */
    public static final Overrides NONE = new Overrides(Map.of());

    /** What can be overridden; written in small letters. */
    public enum Option {
        /** The subscriber is present in the channel. */
        PRESENCE,
        /** Others are told that the subscriber comes and goes. */
        JOIN_LEAVE,
        /** The subscriber is told who comes and goes, asked or not. */
        FORCE_PUSH_JOIN_LEAVE,
        /** The subscription recovers what it missed. */
        FORCE_RECOVERY,
        /** The subscription has a position. */
        FORCE_POSITIONING;

        /** The option that is written {@code word}. */
        public static Optional<Option> of(String word) {
            return Arrays.stream(values())
                    .filter(each -> each.toString().equals(word))
                    .findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Copies {@code values}. */
    public Overrides {
        values = values.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(values));
    }

    /** What {@code option} is, where the namespace says {@code standard}. */
    private boolean apply(Option option, boolean standard) {
        return values.getOrDefault(option, standard);
    }

    /** {@code namespace} as it is for this subscription. */
    public Namespace apply(Namespace namespace) {
        return values.isEmpty()
                ? namespace
                : namespace.withHistory(apply(namespace.history())).withPresence(apply(namespace.presence()));
    }

    private HistoryRules apply(HistoryRules rules) {
        return new HistoryRules(
                rules.historySize(),
                rules.historyTtl(),
                rules.historyMetaTtl(),
                rules.allowPositioning(),
                apply(Option.FORCE_POSITIONING, rules.forcePositioning()),
                rules.allowRecovery(),
                apply(Option.FORCE_RECOVERY, rules.forceRecovery()),
                rules.forceRecoveryMode(),
                rules.autoCacheRecover(),
                rules.idempotencyTtl(),
                rules.durable());
    }

    private PresenceRules apply(PresenceRules rules) {
        return new PresenceRules(
                apply(Option.PRESENCE, rules.presence()),
                apply(Option.JOIN_LEAVE, rules.joinLeave()),
                apply(Option.FORCE_PUSH_JOIN_LEAVE, rules.forcePushJoinLeave()),
                rules.presenceGrace(),
                rules.joinLeaveMaxDelay(),
                rules.joinLeaveMaxMembers(),
                rules.allowPresenceForClient(),
                rules.allowPresenceForSubscriber(),
                rules.allowPresenceForAnonymous(),
                rules.channelEvents());
    }
}
