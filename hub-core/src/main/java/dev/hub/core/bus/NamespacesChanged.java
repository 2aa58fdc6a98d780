package dev.hub.core.bus;

import java.util.Set;

/**
 * Other namespaces hold on this instance from now on.
 *
 * @param names those that came, went or have other options; the default one is empty
 */
public record NamespacesChanged(Set<String> names) {
    /** Copies {@code names}. */
    public NamespacesChanged {
        names = Set.copyOf(names);
    }
}
