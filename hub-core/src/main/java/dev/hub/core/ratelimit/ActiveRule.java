package dev.hub.core.ratelimit;

import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.LimitRule.Split;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A rule as one instance goes by it. Safe from any thread.
 *
 * <p>While nothing of the rule changes, every snapshot has this same object; what keeps state for it compares references. After
 * a change there is another object with the same {@link #id()}: state is to be carried over. A rule that was taken away and
 * came back has another id.
 */
public final class ActiveRule {
    private final LimitRule rule;
    private final int id;
    private final Arm main;
    private final @Nullable Arm other;
    private final String[] per;
    private final String[] names;
    private final ValuePattern[] patterns;

    ActiveRule(LimitRule rule, int id) {
        this.rule = rule;
        this.id = id;
        List<String> sorted = rule.aim().per().stream().sorted().toList();
        this.per = sorted.toArray(String[]::new);
        this.names = rule.aim().match().keySet().toArray(String[]::new);
        this.patterns =
                rule.aim().match().values().stream().map(ValuePattern::of).toArray(ValuePattern[]::new);
        this.main = new Arm(rule.quota(), false, rule.name());
        this.other = rule.split().map(split -> otherArm(rule, split)).orElse(null);
    }

    /** Where the same limiter serves people of both arms, each arm needs one of its own. */
    private static Arm otherArm(LimitRule rule, Split split) {
        boolean isOfOneArm = rule.aim().per().contains(split.by());
        return new Arm(split.other(), true, isOfOneArm ? rule.name() : rule.name() + ":split");
    }

    /**
     * One of the two quotas of a rule.
     *
     * @param isSplit it is the one of {@link Split}
     * @param stateName what the state of its limiters is called, beside the subject: the rule's name, with {@code :split} where
     *     one limiter would otherwise serve both arms
     */
    public record Arm(Quota quota, boolean isSplit, String stateName) {}

    /** What it says. */
    public LimitRule rule() {
        return rule;
    }

    /** Stands in refusals, metrics and keys. */
    public String name() {
        return rule.name();
    }

    /** Of this name, in all snapshots of this instance since it came; never given to another one. From 1 on, not dense. */
    public int id() {
        return id;
    }

    /** What it refuses is refused; else it is only counted. */
    public boolean isEnforced() {
        return rule.conduct().mode() == Mode.ENFORCE;
    }

    /** It counts each connection for itself on its own instance: the connection can keep the count. */
    public boolean isCountedInConnection() {
        return rule.conduct().scope() == Scope.LOCAL && rule.aim().per().contains(Descriptors.CLIENT);
    }

    /** The quota that holds for those. */
    public Arm arm(Known known) {
        Arm second = other;
        Split split = rule.split().orElse(null);
        if (second == null || split == null) {
            return main;
        }
        String value = known.of(split.by());
        return value != null && Lot.percentOf(rule.name(), value) < split.percent() ? second : main;
    }

    /** The quota of those who are in the split; null where there is none. */
    public @Nullable Arm splitArm() {
        return other;
    }

    /** The quota of those who are not in the split; of everybody where there is none. */
    public Arm mainArm() {
        return main;
    }

    /**
     * Whose limiter it is: {@code name=value} of each descriptor in {@code per}, in the order of the names, joined by commas,
     * with {@code %}, {@code ,}, {@code =} and <code>}</code> of values escaped; empty for the one limiter of a rule for all. Null when one of
     * them is not known: the rule is not for that then.
     */
    public @Nullable String subject(Known known) {
        if (per.length == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder(48);
        for (String name : per) {
            String value = known.of(name);
            if (value == null) {
                return null;
            }
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(name).append('=');
            escape(value, text);
        }
        return text.toString();
    }

    private static void escape(String value, StringBuilder to) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            switch (each) {
                case '%' -> to.append("%25");
                case ',' -> to.append("%2C");
                case '=' -> to.append("%3D");
                case '}' -> to.append("%7D");
                default -> to.append(each);
            }
        }
    }

    /** It is for those: all that it matches fits, and all that it counts by is known. */
    public boolean isFor(Known known) {
        for (int i = 0; i < names.length; i++) {
            String value = known.of(names[i]);
            if (value == null || !patterns[i].fits(value)) {
                return false;
            }
        }
        for (String name : per) {
            if (known.of(name) == null) {
                return false;
            }
        }
        return true;
    }

    /** It may be for that operation, depending on what else is known. */
    public boolean mayConcern(String operation) {
        ValuePattern pattern = operation();
        return pattern == null || pattern.fits(operation);
    }

    /** What the operation must be; null for any. */
    @Nullable
    ValuePattern operation() {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(Descriptors.OPERATION)) {
                return patterns[i];
            }
        }
        return null;
    }

    /** The descriptors, but for the operation, of which it wants one of a few values. */
    Map<String, ValuePattern> exactMatches() {
        Map<String, ValuePattern> exact = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(Descriptors.OPERATION) && patterns[i].isExact()) {
                exact.put(names[i], patterns[i]);
            }
        }
        return exact;
    }

    @Override
    public String toString() {
        return rule.name();
    }
}
