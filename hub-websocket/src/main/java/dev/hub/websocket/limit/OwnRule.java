package dev.hub.websocket.limit;

import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.algorithm.Rate;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A rule that each connection counts for itself, with what it did on one event loop. */
final class OwnRule {
    /** Of these a connection has one value each; by others that a rule counts by, it needs several counters. */
    private static final Set<String> CONSTANT =
            Set.of(Descriptors.CLIENT, Descriptors.USER, Descriptors.TENANT, Descriptors.IP, Descriptors.AGENT_TYPE);

    private static final String SEPARATOR = "\n";

    final ActiveRule rule;
    final boolean isEnforced;
    final Arm main;
    private final @Nullable Arm other;
    private final List<String> varying;
    private final boolean isForEachClient;
    private final boolean areSlots;

    OwnRule(ActiveRule rule) {
        this.rule = rule;
        this.isEnforced = rule.isEnforced();
        this.main = new Arm(rule.mainArm());
        ActiveRule.@Nullable Arm split = rule.splitArm();
        this.other = split == null ? null : new Arm(split);
        this.varying = rule.rule().aim().per().stream()
                .filter(name -> !CONSTANT.contains(name))
                .sorted()
                .toList();
        this.areSlots = rule.mainArm().quota().algorithm() == Algorithm.CONCURRENCY;
        this.isForEachClient = Set.of(Descriptors.OPERATION)
                        .containsAll(rule.rule().aim().match().keySet())
                && Set.of(Descriptors.CLIENT).containsAll(rule.rule().aim().per());
    }

    /** It is for a command of the operation by which it was found. */
    boolean isFor(Known known) {
        return isForEachClient || rule.isFor(known);
    }

    /** One of the quotas of the rule, and how often it did what. */
    static final class Arm {
        final Rate rate;
        final boolean isSplit;
        /** Counters of two arms are told apart by it, where one connection can have both. */
        final String state;

        long admitted;
        long refused;
        long shadowRefused;

        private Arm(ActiveRule.Arm arm) {
            rate = Rate.of(arm.quota());
            isSplit = arm.isSplit();
            state = arm.stateName();
        }

        private void tell(String rule, Consumer<LimitCommand.Counted> teller) {
            if (admitted + refused + shadowRefused > 0) {
                teller.accept(new LimitCommand.Counted(rule, isSplit, admitted, refused, shadowRefused));
                admitted = 0;
                refused = 0;
                shadowRefused = 0;
            }
        }
    }

    Arm arm(Known known) {
        Arm second = other;
        return second == null || !rule.arm(known).isSplit() ? main : second;
    }

    /** Hands what it did since the last time to {@code teller}. */
    void tell(Consumer<LimitCommand.Counted> teller) {
        main.tell(rule.name(), teller);
        if (other != null) {
            other.tell(rule.name(), teller);
        }
    }

    /** The values by which one connection has several counters; empty when it has one. */
    String key(Known known) {
        if (varying.isEmpty()) {
            return "";
        }
        if (varying.size() == 1) {
            return String.valueOf(known.of(varying.getFirst()));
        }
        StringBuilder key = new StringBuilder();
        for (String name : varying) {
            key.append(known.of(name)).append(SEPARATOR);
        }
        return key.toString();
    }

    /** What it counts of a command that brings so many things; together they hold one slot. */
    long amount(long things, long bytes) {
        return switch (rule.rule().conduct().costFrom()) {
            case ONE -> areSlots ? 1 : things;
            case COST -> things;
            case BYTES -> bytes;
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS, MONEY -> 0;
        };
    }
}
