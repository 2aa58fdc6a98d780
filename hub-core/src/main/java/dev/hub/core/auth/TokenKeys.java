package dev.hub.core.auth;

import java.util.List;
import java.util.stream.Stream;

/**
 * The secrets that tokens may be signed with. Two of them while one replaces the other.
 *
 * @param current signs and verifies; empty when no token is to be accepted
 * @param previous verifies only; empty outside of a rotation
 */
public record TokenKeys(Secret current, Secret previous) {
    /** The one secret {@code current}. */
    public static TokenKeys of(String current) {
        return new TokenKeys(Secret.of(current), Secret.NONE);
    }

    /** Those that verify, the likelier first. */
    List<Secret> verifying() {
        return Stream.of(current, previous).filter(each -> !each.isEmpty()).toList();
    }
}
