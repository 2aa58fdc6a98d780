package dev.hub.core.auth;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.TokenVerdict.Rejected;
import dev.hub.core.auth.key.RemoteKeys;
import dev.hub.core.auth.key.VerificationKey;
import io.vertx.core.Future;
import java.util.List;

/**
 * Checks the signatures of one kind of tokens. Those made with a secret are checked at once; all others by
 * {@link SignatureWorkers}, unless the same token was found good before.
 */
final class SignatureCheck {
    /** A token that names no key is tried with so many at most. */
    private static final int MAX_TRIES = 10;

    private final TokenPolicy policy;
    private final List<VerificationKey> own;
    private final RoleBook roles;
    private final SignatureWorkers workers;
    private final VerifiedTokens verified = new VerifiedTokens();

    SignatureCheck(TokenPolicy policy, RoleBook roles, SignatureWorkers workers) {
        this.policy = policy;
        this.own = policy.keys().verifying();
        this.roles = roles;
        this.workers = workers;
    }

    TokenPolicy policy() {
        return policy;
    }

    VerifiedTokens verified() {
        return verified;
    }

    /** The claims when the signature is good; fails only when that cannot be found out now. */
    Future<TokenVerdict<Claims>> check(String token) {
        try {
            CompactToken parts = CompactToken.parse(token);
            List<VerificationKey> candidates = TokenKeys.candidates(own, parts.algorithm());
            return parts.algorithm().isSymmetric()
                    ? Future.succeededFuture(verdict(parts, candidates))
                    : checkPublicly(token, parts, candidates);
        } catch (Malformed fault) {
            return Future.succeededFuture(new Rejected<>(fault.reason()));
        }
    }

    private Future<TokenVerdict<Claims>> checkPublicly(
            String token, CompactToken parts, List<VerificationKey> candidates) {
        RemoteKeys remote = policy.remote();
        if (candidates.isEmpty() && remote == null) {
            return Future.succeededFuture(noKey(parts));
        }
        int generation = remote == null ? 0 : remote.generation();
        Claims known = verified.find(token, generation);
        if (known != null) {
            return Future.succeededFuture(new Accepted<>(known));
        }
        return tryAll(parts, candidates)
                .compose(verdict -> remote == null || verdict instanceof Accepted
                        ? Future.succeededFuture(verdict)
                        : tryRemote(parts, remote))
                .onSuccess(verdict -> remember(token, verdict, generation));
    }

    private Future<TokenVerdict<Claims>> tryRemote(CompactToken parts, RemoteKeys remote) {
        return remote.lookUp(parts.keyId()).compose(set -> {
            List<VerificationKey> candidates = set.candidates(parts.keyId(), parts.algorithm());
            return tryAll(parts, candidates.subList(0, Math.min(MAX_TRIES, candidates.size())));
        });
    }

    private Future<TokenVerdict<Claims>> tryAll(CompactToken parts, List<VerificationKey> candidates) {
        return candidates.isEmpty()
                ? Future.succeededFuture(noKey(parts))
                : workers.run(() -> verdict(parts, candidates));
    }

    /** Keys that changed meanwhile make the entry one that is never found. */
    private void remember(String token, TokenVerdict<Claims> verdict, int generation) {
        if (verdict instanceof Accepted<Claims> accepted) {
            verified.remember(token, accepted.claims(), generation);
        }
    }

    private TokenVerdict<Claims> verdict(CompactToken parts, List<VerificationKey> candidates) {
        if (candidates.isEmpty()) {
            return noKey(parts);
        }
        for (VerificationKey key : candidates) {
            if (key.verifies(parts.algorithm(), parts.content(), parts.signature())) {
                return claims(parts);
            }
        }
        return new Rejected<>("its signature is not of a key that is known here");
    }

    private TokenVerdict<Claims> claims(CompactToken parts) {
        try {
            return new Accepted<>(Claims.parse(parts.payload(), policy.userClaim(), roles));
        } catch (Malformed fault) {
            return new Rejected<>(fault.reason());
        }
    }

    private static TokenVerdict<Claims> noKey(CompactToken parts) {
        return new Rejected<>("there is no key for its alg, " + parts.algorithm()
                + (parts.keyId().isEmpty() ? "" : ", and its kid"));
    }
}
