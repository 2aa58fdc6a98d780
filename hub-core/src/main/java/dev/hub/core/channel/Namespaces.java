package dev.hub.core.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All namespaces of a hub: the default one, the named ones, and those of {@link ReservedNamespaces}. Immutable. */
public final class Namespaces {
    private final Map<String, Namespace> byName;
    private final boolean areAllKnown;
    private final List<Namespace> all;
    private final PathNamespaces byForm = new PathNamespaces();
    private final Map<String, Pattern> channelRegexes = new HashMap<>();

    private Namespaces(Map<String, Namespace> byName, boolean areAllKnown) {
        this.byName = Map.copyOf(byName);
        this.areAllKnown = areAllKnown;
        this.all = new TreeMap<>(byName)
                .values().stream()
                        .filter(each -> !ReservedNamespaces.isReserved(each.name()))
                        .toList();
        for (Namespace namespace : all) {
            NamingRules naming = namespace.naming();
            if (!naming.channelRegex().isEmpty()) {
                channelRegexes.put(namespace.name(), Pattern.compile(naming.channelRegex()));
            }
            Namespace rival = naming.hasPattern() ? byForm.add(namespace) : null;
            if (rival != null) {
                throw new IllegalArgumentException("namespaces \"" + rival.name() + "\" and \"" + namespace.name()
                        + "\" have patterns of the same form");
            }
        }
    }

    /**
     * Puts the default namespace and the named ones together.
     *
     * @param defaultNamespace the options of channels without a namespace; its name is empty
     * @throws IllegalArgumentException when two of {@code named} share a name or the form of their patterns, or one has
     *     no name or a reserved one
     */
    public static Namespaces of(Namespace defaultNamespace, List<Namespace> named) {
        Map<String, Namespace> byName = new HashMap<>();
        byName.put("", defaultNamespace);
        ReservedNamespaces.all().forEach(each -> byName.put(each.name(), each));
        for (Namespace namespace : named) {
            if (namespace.name().isEmpty()) {
                throw new IllegalArgumentException("a namespace needs a name");
            }
            if (byName.put(namespace.name(), namespace) != null) {
                throw new IllegalArgumentException("namespace \"" + namespace.name() + "\" is defined twice");
            }
        }
        return new Namespaces(byName, true);
    }

    /** The same, before those are known that hold beside them or in their place. */
    public Namespaces withOthersUnknown() {
        return new Namespaces(byName, false);
    }

    /** There are no others, and these are as they say. */
    public boolean areAllKnown() {
        return areAllKnown;
    }

    /** The namespace that {@code channel} lies in; empty when nobody configured it. */
    public Optional<Namespace> of(ChannelName channel) {
        if (channel.isPath()) {
            return Optional.ofNullable(byForm.find(channel.parts()));
        }
        return named(channel.namespace()).filter(each -> !each.naming().hasPattern());
    }

    /** The namespace called {@code name}; empty when there is none. */
    public Optional<Namespace> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All that are configured by name, the default one first; not the hub's own. */
    public List<Namespace> all() {
        return all;
    }

    /**
     * What is wrong with the name of a channel that lies in {@code namespace}; empty when nothing is. One that stands for
     * many channels is none.
     */
    public String faultOf(ChannelName channel, Namespace namespace) {
        if (channel.isWildcard()) {
            return "channel must not contain *, which stands for many channels";
        }
        Pattern regex = channelRegexes.get(namespace.name());
        return regex == null || regex.matcher(channel.localPart()).matches()
                ? ""
                : "channel must match the channel-regex of its namespace";
    }
}
