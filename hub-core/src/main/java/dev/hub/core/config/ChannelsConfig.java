package dev.hub.core.config;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.ReservedNamespaces;
import dev.hub.core.option.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of channels, by namespace. Each one is explained in {@code conf/hub.yaml}, section {@code channels}.
 *
 * @param defaultNamespace options of the channels whose name has no namespace
 * @param namespaces the named ones; they do not inherit from the default one
 * @param positionCheckInterval how long a channel may be quiet before its position is compared with its stream
 */
public record ChannelsConfig(
        @Key(
                value = "default",
                without = {"name", "pattern"})
        Namespace defaultNamespace,

        List<Namespace> namespaces,
        @Range(min = "1s", max = "1h") Duration positionCheckInterval) {
    /** Copies {@code namespaces}. */
    public ChannelsConfig {
        namespaces = List.copyOf(namespaces);
    }

    /** What holds unless configured otherwise. */
    public static ChannelsConfig defaults() {
        return new ChannelsConfig(Namespace.defaults(""), List.of(), Duration.ofSeconds(10));
    }

    /** The same with other named namespaces. */
    public ChannelsConfig withNamespaces(List<Namespace> others) {
        return new ChannelsConfig(defaultNamespace, others, positionCheckInterval);
    }

    /** All of them, to look up channels in. */
    public Namespaces toNamespaces() {
        return Namespaces.of(defaultNamespace, namespaces);
    }

    void check(Rules rules) {
        rules.requireRanges("channels", this);
        NamespaceRules.check(rules, "channels.default.", defaultNamespace);
        for (int i = 0; i < namespaces.size(); i++) {
            rules.requireRanges(keyOf(i), namespaces.get(i));
            NamespaceRules.check(rules, keyOf(i) + ".", namespaces.get(i));
        }
        checkNames(rules);
        checkPatterns(rules);
    }

    private static String keyOf(int index) {
        return "channels.namespaces[" + index + "]";
    }

    private void checkNames(Rules rules) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < namespaces.size(); i++) {
            String key = keyOf(i) + ".name";
            String name = namespaces.get(i).name();
            rules.require(!name.isEmpty(), key, "", "is missing: each namespace needs one");
            rules.require(!ReservedNamespaces.isReserved(name), key, name, NamespaceRules.RESERVED);
            rules.require(name.isEmpty() || names.add(name), key, name, "must be given to one namespace only");
        }
    }

    private void checkPatterns(Rules rules) {
        Map<String, String> patterns = new HashMap<>();
        for (int i = 0; i < namespaces.size(); i++) {
            Namespace namespace = namespaces.get(i);
            if (namespace.naming().hasPattern()) {
                String first = patterns.putIfAbsent(namespace.naming().form(), namespace.name());
                rules.require(
                        first == null,
                        keyOf(i) + ".pattern",
                        namespace.naming().pattern(),
                        "must not take the channels of namespace " + first);
            }
        }
    }
}
