package dev.hub.core.ratelimit;

import org.jspecify.annotations.Nullable;

/** Answers what is known of something, by the names of {@link Descriptors}. For those who ask often, and make no map for it. */
@FunctionalInterface
public interface Known {
    /** The value of the descriptor; null when it is not known. */
    @Nullable
    String of(String name);
}
