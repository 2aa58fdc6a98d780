package dev.hub.core.config;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The options of channels, by namespace. Each one is explained in {@code conf/hub.yaml}, section {@code channels}.
 *
 * @param defaultNamespace options of the channels whose name has no namespace
 * @param namespaces the named ones; they do not inherit from the default one
 */
public record ChannelsConfig(
        @Key(value = "default", without = "name") Namespace defaultNamespace, List<Namespace> namespaces) {
    /** Copies {@code namespaces}. */
    public ChannelsConfig {
        namespaces = List.copyOf(namespaces);
    }

    /** What holds unless configured otherwise. */
    public static ChannelsConfig defaults() {
        return new ChannelsConfig(Namespace.defaults(""), List.of());
    }

    /** All of them, to look up channels in. */
    public Namespaces toNamespaces() {
        return Namespaces.of(defaultNamespace, namespaces);
    }

    void check(Rules rules) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < namespaces.size(); i++) {
            String key = "channels.namespaces[" + i + "].name";
            String name = namespaces.get(i).name();
            rules.require(!name.isEmpty(), key, "", "is missing: each namespace needs one");
            rules.require(name.isEmpty() || names.add(name), key, name, "must be given to one namespace only");
        }
    }
}
