package dev.hub.core.namespace;

import dev.hub.core.bus.NamespaceCommand.Entry;
import dev.hub.core.bus.NamespaceCommand.Origin;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Namespaces that were set by the API, laid over those of the configuration file: of two with one name, or patterns of
 * one form, the former holds. Immutable.
 */
public final class NamespaceLayers {
    private final Namespaces namespaces;
    private final Map<String, Entry> byName;
    private final List<String> displaced;

    private NamespaceLayers(Namespaces namespaces, Map<String, Entry> byName, List<String> displaced) {
        this.namespaces = namespaces;
        this.byName = byName;
        this.displaced = List.copyOf(displaced);
    }

    /** Lays {@code set} over those of the file. */
    public static NamespaceLayers of(Namespace defaultNamespace, List<Namespace> file, List<Namespace> set) {
        Map<String, Entry> byName = new TreeMap<>();
        Map<String, String> forms = new LinkedHashMap<>();
        List<String> displaced = new ArrayList<>();
        byName.put("", new Entry(defaultNamespace, Origin.FILE));
        Set<String> names = new HashSet<>();
        set.forEach(each -> names.add(each.name()));
        add(set, Origin.API, byName, forms, displaced);
        add(file.stream().filter(each -> !names.contains(each.name())).toList(), Origin.FILE, byName, forms, displaced);
        List<Namespace> named = byName.values().stream()
                .map(Entry::namespace)
                .filter(each -> !each.name().isEmpty())
                .toList();
        return new NamespaceLayers(Namespaces.of(defaultNamespace, named), byName, displaced);
    }

    private static void add(
            List<Namespace> layer,
            Origin origin,
            Map<String, Entry> byName,
            Map<String, String> forms,
            List<String> displaced) {
        for (Namespace namespace : layer) {
            String form = namespace.naming().form();
            String rival = form.isEmpty() ? null : forms.putIfAbsent(form, namespace.name());
            if (rival == null) {
                byName.put(namespace.name(), new Entry(namespace, origin));
            } else {
                displaced.add("namespace " + namespace.name() + " does not hold: namespace " + rival
                        + " has its channels (" + namespace.naming().pattern() + ")");
            }
        }
    }

    /** All that hold. */
    public Namespaces namespaces() {
        return namespaces;
    }

    /** All that hold by name, the default one first. */
    public List<Entry> entries() {
        return List.copyOf(byName.values());
    }

    /** The one called {@code name}. */
    public Optional<Entry> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** For people: which ones do not hold, and why. */
    public List<String> displaced() {
        return displaced;
    }

    /** Names of those that came, went or have other options in {@code next}. */
    public Set<String> changesTo(NamespaceLayers next) {
        Set<String> names = new HashSet<>(byName.keySet());
        names.addAll(next.byName.keySet());
        names.removeIf(name ->
                named(name).map(Entry::namespace).equals(next.named(name).map(Entry::namespace)));
        return names;
    }
}
