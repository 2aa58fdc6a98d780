package dev.hub.verticles.ratelimit.rules;

import dev.hub.core.bus.LimitRuleCommand.Entries;
import dev.hub.core.config.RateLimitsConfig;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Prices;
import dev.hub.core.ratelimit.RuleEntry;
import dev.hub.core.ratelimit.RuleLayers;
import dev.hub.core.ratelimit.RuleSet;
import dev.hub.core.ratelimit.store.StoredLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this instance goes by, and at which version. On the event loop of its verticle only. */
final class RuleBook {
    private static final Logger LOG = LoggerFactory.getLogger(RuleBook.class);

    private final RateLimitsConfig config;
    private final CurrentLimits current;
    private RuleLayers layers;
    private Prices prices = Prices.NONE;
    private Map<String, String> unreadable = Map.of();
    private String version = "";

    RuleBook(RateLimitsConfig config, CurrentLimits current) {
        this.config = config;
        this.current = current;
        this.layers = new RuleLayers(config.builtIn(), config.rules(), List.of());
    }

    /** Something was read, ever. */
    boolean isKnown() {
        return !version.isEmpty();
    }

    /** It is what {@code other} says. */
    boolean isAt(String other) {
        return version.equals(other);
    }

    /** It is what {@code other} says, or something later. */
    boolean isAtLeast(String other) {
        try {
            return isAt(other) || (isKnown() && Long.parseLong(version) >= Long.parseLong(other));
        } catch (NumberFormatException strange) {
            return false;
        }
    }

    /** Takes over what Valkey has. */
    void take(StoredLimits stored) {
        if (isAt(stored.version())) {
            return;
        }
        StoredNotation read = new StoredNotation(stored);
        RuleLayers next = new RuleLayers(config.builtIn(), config.rules(), read.rules());
        Set<String> changed = changes(layers, next);
        boolean isFirst = !isKnown();
        layers = next;
        prices = Prices.of(read.prices());
        version = stored.version();
        warnOfNew(read.unreadable());
        unreadable = read.unreadable();
        apply();
        if (!changed.isEmpty()) {
            LOG.info(
                    "Rules of limits {}: {}", isFirst ? "that were set before" : "changed", String.join(", ", changed));
        }
    }

    private void warnOfNew(Map<String, String> faults) {
        faults.forEach((name, fault) -> {
            if (!fault.equals(unreadable.get(name))) {
                LOG.warn("Of the limits as set in Valkey, {} does not hold: {}", name, fault);
            }
        });
    }

    private void apply() {
        current.replace(config.enabled() ? current.rules().next(layers.rules()) : RuleSet.NONE, prices);
    }

    private static Set<String> changes(RuleLayers before, RuleLayers after) {
        Map<String, LimitRule> old = byName(before);
        Map<String, LimitRule> now = byName(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        names.removeIf(name -> Optional.ofNullable(old.get(name)).equals(Optional.ofNullable(now.get(name))));
        return names;
    }

    private static Map<String, LimitRule> byName(RuleLayers layers) {
        return layers.rules().stream()
                .collect(Collectors.toMap(LimitRule::name, rule -> rule, (one, other) -> other, TreeMap::new));
    }

    /** All of it. */
    Entries entries() {
        return new Entries(version, layers.entries(), List.copyOf(prices.all()), unreadable);
    }

    /** The rule of that name. */
    Optional<RuleEntry> named(String name) {
        return layers.entries().stream()
                .filter(each -> each.rule().name().equals(name))
                .findFirst();
    }
}
