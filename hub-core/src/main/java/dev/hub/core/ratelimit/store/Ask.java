package dev.hub.core.ratelimit.store;

import java.util.List;

/**
 * One decision: all of the claims that are enforced, or none.
 *
 * @param id names what is taken of a log or of slots, see {@link GiveBack}; unique for each decision, 1 to 64 characters without
 *     space. May be empty when no claim is on one of these
 * @param claims on different limits
 */
public record Ask(String id, List<Claim> claims) {
    /** Longest id. */
    public static final int MAX_ID = 64;

    /** Most claims of one decision. */
    public static final int MAX_CLAIMS = 64;

    /** Checks the id and the number of claims, and copies them. */
    public Ask {
        if (id.length() > MAX_ID || id.indexOf(' ') >= 0) {
            throw new IllegalArgumentException(
                    "the id of a decision has at most " + MAX_ID + " characters and no space");
        }
        if (claims.isEmpty() || claims.size() > MAX_CLAIMS) {
            throw new IllegalArgumentException("a decision has 1 to " + MAX_CLAIMS + " claims, got " + claims.size());
        }
        claims = List.copyOf(claims);
        if (id.isEmpty() && claims.stream().anyMatch(Ask::needsId)) {
            throw new IllegalArgumentException("a decision on a sliding log or on slots needs an id");
        }
    }

    private static boolean needsId(Claim claim) {
        return switch (claim.limiter().rate().quota().algorithm()) {
            case SLIDING_LOG, CONCURRENCY -> true;
            case TOKEN_BUCKET, FIXED_WINDOW, SLIDING_WINDOW -> false;
        };
    }
}
