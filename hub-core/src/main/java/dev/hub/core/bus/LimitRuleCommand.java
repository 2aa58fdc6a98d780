package dev.hub.core.bus;

import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.RuleEntry;
import dev.hub.core.ratelimit.store.LoggedChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the keeper of the rules of limits is asked, at {@link Addresses#RATE_LIMIT_RULES}. */
public sealed interface LimitRuleCommand
        permits LimitRuleCommand.PutRule,
                LimitRuleCommand.DeleteRule,
                LimitRuleCommand.PutPrice,
                LimitRuleCommand.DeletePrice,
                LimitRuleCommand.ListAll,
                LimitRuleCommand.ReadLog,
                LimitRuleCommand.Look,
                LimitControl {
    /** Longest name of who changes something, in characters. */
    int MAX_WHO = 128;

    /**
     * Who changes something.
     *
     * @param who for the log
     * @param base version that must still hold; empty for any
     */
    record By(String who, Optional<String> base) {
        /** Whatever holds. */
        public static By of(String who) {
            return new By(who, Optional.empty());
        }

        /** Checks the name. */
        public By {
            if (who.isEmpty() || who.length() > MAX_WHO) {
                throw new IllegalArgumentException(
                        "actor must have 1 to " + MAX_WHO + " characters, got " + who.length());
            }
        }
    }

    /**
     * From now on this rule holds, on all instances. Answered with {@link Changed} when every living instance goes by it. A
     * refusal because of {@link By#base} is a {@link dev.hub.core.protocol.ErrorCode#BAD_REQUEST}.
     */
    record PutRule(LimitRule rule, By by) implements LimitRuleCommand {}

    /** The rule that was set is gone; one of the file or a built-in one of its name holds again. Answered likewise. */
    record DeleteRule(String name, By by) implements LimitRuleCommand {}

    /** From now on this price holds. Answered likewise. */
    record PutPrice(ModelPrice price, By by) implements LimitRuleCommand {}

    /** The price is gone. Answered likewise. */
    record DeletePrice(String model, By by) implements LimitRuleCommand {}

    /**
     * Something was changed, or was so already.
     *
     * @param before JSON; empty when it was not set
     * @param after JSON; empty when it is not set any more
     */
    record Changed(String version, String before, String after) {
        /** There was something to change. */
        public boolean isNews() {
            return !before.equals(after);
        }
    }

    /** Tell all rules and prices. Answered with {@link Entries}. */
    record ListAll() implements LimitRuleCommand {}

    /**
     * All rules and prices by name, as this instance goes by them.
     *
     * @param unreadable rules in Valkey that do not hold, by name, and why
     */
    record Entries(String version, List<RuleEntry> rules, List<ModelPrice> prices, Map<String, String> unreadable) {
        /** Copies the collections. */
        public Entries {
            rules = List.copyOf(rules);
            prices = List.copyOf(prices);
            unreadable = Map.copyOf(unreadable);
        }
    }

    /**
     * Tell who changed what, latest first. Answered with {@link Log}.
     *
     * @param before only what came before the entry of that id; empty for the latest
     * @param limit 1 to {@link dev.hub.core.ratelimit.store.RuleStore#MAX_LOG}
     */
    record ReadLog(String before, int limit) implements LimitRuleCommand {}

    /** What was changed. */
    record Log(List<LoggedChange> changes) {
        /** Copies {@code changes}. */
        public Log {
            changes = List.copyOf(changes);
        }
    }

    /** Something may have changed in Valkey: look. Not answered. */
    record Look() implements LimitRuleCommand {}
}
