package dev.hub.core.channel;

import java.util.Optional;

/**
 * The namespaces that hold at this moment. They are replaced as a whole when the configuration changes; whoever needs
 * several answers that fit together takes {@link #get} once. Safe from any thread.
 */
public final class CurrentNamespaces {
    private volatile Namespaces current;

    /** Begins with {@code first}. */
    public CurrentNamespaces(Namespaces first) {
        current = first;
    }

    /** Those that hold now. */
    public Namespaces get() {
        return current;
    }

    /** The namespace that {@code channel} lies in; empty when nobody configured it. */
    public Optional<Namespace> of(ChannelName channel) {
        return current.of(channel);
    }

    /** From now on these. */
    public void replace(Namespaces next) {
        current = next;
    }
}
