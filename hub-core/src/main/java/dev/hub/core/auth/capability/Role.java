package dev.hub.core.auth.capability;

import java.util.List;

/**
 * Capabilities under a name by which tokens ask for them.
 *
 * @param name as in the claim {@code roles}
 * @param caps what it allows
 */
public record Role(String name, List<Capability> caps) {
    /** Copies {@code caps}. */
    public Role {
        caps = List.copyOf(caps);
    }

    /** Has no name yet. */
    public static Role defaults() {
        return new Role("", List.of());
    }
}
