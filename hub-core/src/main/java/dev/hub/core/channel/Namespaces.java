package dev.hub.core.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All namespaces of a hub: the default one and the named ones. Immutable. */
public final class Namespaces {
    private final Map<String, Namespace> byName;

    private Namespaces(Map<String, Namespace> byName) {
        this.byName = Map.copyOf(byName);
    }

    /**
     * Puts the default namespace and the named ones together.
     *
     * @param defaultNamespace the options of channels without a namespace; its name is empty
     * @throws IllegalArgumentException when two of {@code named} share a name or one has none
     */
    public static Namespaces of(Namespace defaultNamespace, List<Namespace> named) {
        Map<String, Namespace> byName = new HashMap<>();
        byName.put("", defaultNamespace);
        for (Namespace namespace : named) {
            if (namespace.name().isEmpty()) {
                throw new IllegalArgumentException("a namespace needs a name");
            }
            if (byName.put(namespace.name(), namespace) != null) {
                throw new IllegalArgumentException("namespace \"" + namespace.name() + "\" is defined twice");
            }
        }
        return new Namespaces(byName);
    }

    /** The namespace that {@code channel} lies in; empty when nobody configured it. */
    public Optional<Namespace> of(ChannelName channel) {
        return Optional.ofNullable(byName.get(channel.namespace()));
    }
}
