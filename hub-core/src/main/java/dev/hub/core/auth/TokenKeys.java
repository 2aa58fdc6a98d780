package dev.hub.core.auth;

import dev.hub.core.auth.key.TokenAlgorithm;
import dev.hub.core.auth.key.VerificationKey;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys at hand that tokens may be signed with. Two secrets while one replaces the other.
 *
 * @param current signs and verifies; empty when no token with a secret is to be accepted
 * @param previous verifies only; empty outside of a rotation
 * @param publicKeys verify tokens that others sign
 */
public record TokenKeys(Secret current, Secret previous, List<VerificationKey> publicKeys) {
    /** Copies {@code publicKeys}. */
    public TokenKeys {
        publicKeys = List.copyOf(publicKeys);
    }

    /** Secrets alone. */
    public TokenKeys(Secret current, Secret previous) {
        this(current, previous, List.of());
    }

    /** The one secret {@code current}. */
    public static TokenKeys of(String current) {
        return new TokenKeys(Secret.of(current), Secret.NONE);
    }

    /** There are none. */
    boolean isEmpty() {
        return current.isEmpty() && previous.isEmpty() && publicKeys.isEmpty();
    }

    /** All of them, the likelier first. */
    List<VerificationKey> verifying() {
        Stream<VerificationKey> secrets = Stream.of(current, previous)
                .filter(each -> !each.isEmpty())
                .map(each -> VerificationKey.ofSecret(each.bytes()));
        return Stream.concat(secrets, publicKeys.stream()).toList();
    }

    /** Some of {@code keys} that may have made a signature in {@code algorithm}. */
    static List<VerificationKey> candidates(List<VerificationKey> keys, TokenAlgorithm algorithm) {
        return keys.stream().filter(key -> key.accepts(algorithm)).toList();
    }
}
