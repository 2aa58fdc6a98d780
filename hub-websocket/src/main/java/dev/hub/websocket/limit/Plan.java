package dev.hub.websocket.limit;

import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Known;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.RuleSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which rules may be for one operation: those that connections count, and whether there are others. */
public final class Plan {
    /** So many are tried one by one; of more, those that fit are looked up. */
    private static final int FEW = 16;

    /** No rules at all. */
    public static final Plan NONE = new Plan(RuleSet.NONE, List.of(), List.of());

    final OwnRule[] own;
    private final ActiveRule[] beyond;
    private final RuleSet rules;
    private final Set<String> mentioned;
    private final boolean namesClients;

    Plan(RuleSet rules, Collection<OwnRule> own, Collection<ActiveRule> beyond) {
        this.rules = rules;
        this.own = own.toArray(OwnRule[]::new);
        this.beyond = beyond.toArray(ActiveRule[]::new);
        Set<String> names = new TreeSet<>();
        names.add(Descriptors.OPERATION);
        beyond.forEach(each -> mentions(each.rule(), names));
        this.mentioned = Set.copyOf(names);
        this.namesClients =
                mentioned.contains(Descriptors.CLIENT) || own.stream().anyMatch(each -> namesClients(each.rule.rule()));
    }

    private static void mentions(LimitRule rule, Set<String> names) {
        names.addAll(rule.aim().match().keySet());
        names.addAll(rule.aim().per());
        rule.split().ifPresent(split -> names.add(split.by()));
    }

    private static boolean namesClients(LimitRule rule) {
        return rule.aim().match().containsKey(Descriptors.CLIENT)
                || rule.split()
                        .filter(split -> split.by().equals(Descriptors.CLIENT))
                        .isPresent();
    }

    /** No rule can be for it. */
    public boolean isEmpty() {
        return own.length == 0 && beyond.length == 0;
    }

    /** A rule looks at the id of the connection, and not only whether there is one. */
    public boolean namesClients() {
        return namesClients;
    }

    /** Descriptors that matter to the rules beyond connections. */
    public Set<String> mentioned() {
        return mentioned;
    }

    /** A rule that no connection can count is for that. */
    public boolean asksBeyond(Known known) {
        if (beyond.length > FEW) {
            return rules.find(known).stream().anyMatch(each -> !each.isCountedInConnection());
        }
        for (ActiveRule each : beyond) {
            if (each.isFor(known)) {
                return true;
            }
        }
        return false;
    }
}
