package dev.hub.core.revocation;

import dev.hub.core.revocation.Revocation.OneToken;
import dev.hub.core.revocation.Revocation.UserBlock;
import dev.hub.core.revocation.Revocation.UserTokens;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** All that is taken back at one moment. Immutable; to look something up takes less than a microsecond. */
public final class Revocations {
    private static final Revocations NONE = new Revocations(SplitMap.empty());

    private final SplitMap<Revocation> all;

    private Revocations(SplitMap<Revocation> all) {
        this.all = all;
    }

    /** Nothing. */
    public static Revocations none() {
        return NONE;
    }

    /** These. */
    public static Revocations of(Collection<Revocation> all) {
        Map<String, Revocation> byField = new HashMap<>();
        all.forEach(each -> byField.put(each.field(), each));
        return new Revocations(SplitMap.of(byField));
    }

    /** How many there are. */
    public int size() {
        return all.size();
    }

    /** Hands each to {@code action}, in no order. */
    public void forEach(Consumer<Revocation> action) {
        all.forEach(action);
    }

    /** These, and one more, in place of the former of its kind. */
    public Revocations with(Revocation revocation) {
        return new Revocations(all.with(revocation.field(), revocation));
    }

    /** These, but for the one with that field. */
    public Revocations without(String field) {
        return new Revocations(all.with(field, null));
    }

    /** Those that are not over. */
    public Revocations at(long nowSeconds) {
        SplitMap<Revocation> left = all.without(each -> each.isOver(nowSeconds));
        return left == all ? this : new Revocations(left);
    }

    /** How {@code bearer} stands at a time, in seconds since 1970. Never {@link Standing#UNKNOWN}. */
    public Standing of(Bearer bearer, long nowSeconds) {
        if (all.size() == 0) {
            return Standing.GOOD;
        }
        if (holds(UserBlock.MARK, bearer.user(), nowSeconds)) {
            return Standing.BLOCKED;
        }
        boolean isRevoked = holds(OneToken.MARK, bearer.tokenId(), nowSeconds) || isIssuedTooEarly(bearer, nowSeconds);
        return isRevoked ? Standing.REVOKED : Standing.GOOD;
    }

    private boolean holds(String mark, String subject, long nowSeconds) {
        Revocation revocation = subject.isEmpty() ? null : all.get(mark + subject);
        return revocation != null && !revocation.isOver(nowSeconds);
    }

    private boolean isIssuedTooEarly(Bearer bearer, long nowSeconds) {
        return bearer.hasToken()
                && !bearer.user().isEmpty()
                && all.get(UserTokens.MARK + bearer.user()) instanceof UserTokens tokens
                && !tokens.isOver(nowSeconds)
                && bearer.issuedAt() < tokens.issuedBefore();
    }
}
