package dev.hub.core.ratelimit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules that were set, laid over those of the configuration file, over the built-in ones. Immutable. */
public final class RuleLayers {
    private final Map<String, RuleEntry> byName = new TreeMap<>();

    /** Lays the later ones over the earlier ones. */
    public RuleLayers(Collection<LimitRule> builtIn, Collection<LimitRule> file, Collection<LimitRule> set) {
        add(builtIn, RuleOrigin.DEFAULT);
        add(file, RuleOrigin.FILE);
        add(set, RuleOrigin.API);
    }

    private void add(Collection<LimitRule> rules, RuleOrigin origin) {
        for (LimitRule rule : rules) {
            Optional<RuleOrigin> below =
                    Optional.ofNullable(byName.get(rule.name())).map(RuleEntry::origin);
            byName.put(rule.name(), new RuleEntry(rule, origin, below));
        }
    }

    /** All that hold, or would if they were not off, in the order of their names. */
    public List<RuleEntry> entries() {
        return List.copyOf(byName.values());
    }

    /** The rules of {@link #entries}. */
    public List<LimitRule> rules() {
        return byName.values().stream().map(RuleEntry::rule).toList();
    }
}
