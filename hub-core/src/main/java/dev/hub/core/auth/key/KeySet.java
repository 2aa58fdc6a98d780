package dev.hub.core.auth.key;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Public keys that somebody has published together, each with the id by which tokens name it.
 *
 * @param keys at most {@value JsonWebKeys#MAX_KEYS}
 */
public record KeySet(List<Entry> keys) {
    /** No keys at all. */
    public static final KeySet EMPTY = new KeySet(List.of());

    /**
     * One key.
     *
     * @param id {@code kid}; empty for none
     * @param algorithm the only one that it is for; null for all that its kind allows
     */
    public record Entry(String id, @Nullable TokenAlgorithm algorithm, VerificationKey key) {
        boolean isFor(String wanted, TokenAlgorithm asked) {
            return (wanted.isEmpty() || id.equals(wanted))
                    && (algorithm == null || algorithm == asked)
                    && key.accepts(asked);
        }
    }

    /** Copies {@code keys}. */
    public KeySet {
        keys = List.copyOf(keys);
    }

    /** There is a key with that id; of an empty id, any key. */
    public boolean knows(String id) {
        return id.isEmpty()
                ? !keys.isEmpty()
                : keys.stream().anyMatch(each -> each.id().equals(id));
    }

    /** The keys that a token which names {@code id}, or none, may have been signed with. */
    public List<VerificationKey> candidates(String id, TokenAlgorithm algorithm) {
        return keys.stream()
                .filter(each -> each.isFor(id, algorithm))
                .map(Entry::key)
                .toList();
    }
}
