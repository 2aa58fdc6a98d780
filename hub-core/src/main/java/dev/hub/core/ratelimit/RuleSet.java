package dev.hub.core.ratelimit;

import dev.hub.core.ratelimit.LimitRule.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rules that hold, ready to be found. Immutable, safe from any thread. Rules that are {@link Mode#OFF} are not in it. */
public final class RuleSet {
    /** Most rules that can hold. */
    public static final int MAX = 1000;

    /** No rules: everything is allowed. */
    public static final RuleSet NONE = new RuleSet(List.of(), 0);

    private static final Comparator<ActiveRule> ORDER = Comparator.comparing(ActiveRule::name);

    private final Map<String, ActiveRule> byName = new TreeMap<>();
    private final Map<String, RuleIndex> byOperation = new HashMap<>();
    private final RuleIndex anyOperation;
    private final int lastId;

    private RuleSet(List<ActiveRule> rules, int lastId) {
        this.lastId = lastId;
        rules.forEach(rule -> byName.put(rule.name(), rule));
        List<ActiveRule> sorted = List.copyOf(byName.values());
        operations(sorted)
                .forEach(operation -> byOperation.put(
                        operation,
                        RuleIndex.of(sorted.stream()
                                .filter(rule -> mayBeFor(rule, operation))
                                .toList())));
        this.anyOperation =
                RuleIndex.of(sorted.stream().filter(RuleSet::mayBeForOthers).toList());
    }

    /** These alone. */
    public static RuleSet of(Collection<LimitRule> rules) {
        return NONE.next(rules);
    }

    /**
     * The set that comes after this one: rules that stay as they are keep their {@link ActiveRule}, those with a former name
     * its {@link ActiveRule#id()}.
     */
    public RuleSet next(Collection<LimitRule> rules) {
        int id = lastId;
        List<ActiveRule> active = new ArrayList<>();
        for (LimitRule rule : rules) {
            ActiveRule former = byName.get(rule.name());
            if (rule.conduct().mode() == Mode.OFF) {
                continue;
            }
            if (former == null) {
                active.add(new ActiveRule(rule, ++id));
            } else {
                active.add(former.rule().equals(rule) ? former : new ActiveRule(rule, former.id()));
            }
        }
        return new RuleSet(active, id);
    }

    /** Operations that a rule names in full. */
    private static Set<String> operations(List<ActiveRule> rules) {
        Set<String> operations = new HashSet<>();
        for (ActiveRule rule : rules) {
            ValuePattern pattern = rule.operation();
            if (pattern != null) {
                operations.addAll(pattern.texts());
            }
        }
        return operations;
    }

    private static boolean mayBeFor(ActiveRule rule, String operation) {
        ValuePattern pattern = rule.operation();
        return pattern == null || pattern.fits(operation);
    }

    /** It may be for operations that no rule names. */
    private static boolean mayBeForOthers(ActiveRule rule) {
        ValuePattern pattern = rule.operation();
        return pattern == null || !pattern.isExact();
    }

    private RuleIndex index(String operation) {
        return byOperation.getOrDefault(operation, anyOperation);
    }

    /** A rule may be for that operation, depending on what else is known. Cheap: a look-up. */
    public boolean concerns(String operation) {
        return !index(operation).isEmpty();
    }

    /** The same of rules that no connection can count by itself, see {@link ActiveRule#isCountedInConnection()}. */
    public boolean concernsBeyondConnections(String operation) {
        return index(operation).isBeyondConnections();
    }

    /** The rules that are for those, in the order of their names. */
    public List<ActiveRule> find(Known known) {
        String operation = known.of(Descriptors.OPERATION);
        RuleIndex index = operation == null ? anyOperation : index(operation);
        if (index.isEmpty()) {
            return List.of();
        }
        List<ActiveRule> found = new ArrayList<>(4);
        index.collect(known, found);
        if (found.size() > 1) {
            found.sort(ORDER);
        }
        return found;
    }

    /**
     * How important that is, 0 (most) to 9: as the rule that says most about it has it, {@code otherwise} if no rule is for it.
     */
    public int priority(Known known, int otherwise) {
        return find(known).stream()
                .max(Comparator.comparingInt(each -> each.rule().aim().match().size()))
                .map(each -> each.rule().conduct().priority())
                .orElse(otherwise);
    }

    /** The rule of that name. */
    public Optional<ActiveRule> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All, in the order of their names. */
    public Collection<ActiveRule> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** How many there are. */
    public int size() {
        return byName.size();
    }
}
