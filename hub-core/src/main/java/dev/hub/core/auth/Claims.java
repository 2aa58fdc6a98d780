package dev.hub.core.auth;

import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Rights;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.revocation.Bearer;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token whose signature holds, as they stand in it. Each type is checked; claims that the hub has no
 * use for are passed over. Not changed any more once they are read.
 */
final class Claims {
    String user = "";
    String client = "";
    String channel = "";
    String issuer = "";
    List<String> audiences = List.of();
    Map<ChannelName, SubscriptionGrant> subs = new LinkedHashMap<>();
    Rights rights = Rights.NONE;
    SubscriptionGrant grant = SubscriptionGrant.NONE;

    @Nullable
    Payload meta;

    @Nullable
    Long expiry;

    private final String userClaim;
    private final GrantClaims grantClaims = new GrantClaims();
    private List<ChannelName> channels = List.of();
    private List<Capability> caps = List.of();
    private List<String> roles = List.of();
    private String id = "";
    private @Nullable Long expireAt;
    private long notBefore = Long.MIN_VALUE;
    private long issuedAt = Long.MIN_VALUE;

    private Claims(String userClaim) {
        this.userClaim = userClaim;
    }

    /**
     * Reads the JSON object {@code json}, which came out of a token.
     *
     * @param userClaim the claim that holds the user's id
     * @param book what the roles in the token stand for
     */
    static Claims parse(byte[] json, String userClaim, RoleBook book) throws Malformed {
        Claims claims = new Claims(userClaim);
        ClaimReader.readObject(json, "its claims are", claims::read);
        claims.grant = claims.grantClaims.toGrant();
        claims.channels.forEach(each -> claims.subs.putIfAbsent(each, SubscriptionGrant.NONE));
        claims.rights = book.rights(claims.caps, claims.roles);
        return claims;
    }

    private void read(String name, ClaimReader value) throws IOException, Malformed {
        if (name.equals(userClaim)) {
            user = value.string(name);
            return;
        }
        switch (name) {
            case "client" -> client = value.string(name);
            case "channel" -> channel = value.string(name);
            case "channels" -> channels = value.channelNames(name);
            case "subs" -> value.object(name, this::readSub);
            case "caps" -> caps = CapabilityClaims.readAll(value);
            case "roles" -> roles = value.stringOrStrings(name);
            case "meta" -> meta = value.raw();
            default -> readRegistered(name, value);
        }
    }

    private void readRegistered(String name, ClaimReader value) throws IOException, Malformed {
        switch (name) {
            case "exp" -> expiry = value.seconds(name);
            case "expire_at" -> expireAt = renewalTime(name, value);
            case "nbf" -> notBefore = value.seconds(name);
            case "iat" -> issuedAt = value.seconds(name);
            case "jti" -> id = value.string(name);
            case "iss" -> issuer = value.string(name);
            case "aud" -> audiences = value.stringOrStrings(name);
            default -> {
                if (!grantClaims.read(name, value)) {
                    value.skip();
                }
            }
        }
    }

    private void readSub(String name, ClaimReader value) throws IOException, Malformed {
        GrantClaims sub = new GrantClaims();
        value.object("subs", sub::readInSubs);
        subs.put(ClaimReader.channelName("subs", name), sub.toGrant());
    }

    private static long renewalTime(String name, ClaimReader value) throws IOException, Malformed {
        long seconds = value.seconds(name);
        ClaimReader.require(seconds >= 0, name, "is negative");
        return seconds;
    }

    /** By what the token can be revoked. */
    TokenStamp stamp() {
        return new TokenStamp(id, issuedAt == Long.MIN_VALUE ? Bearer.LONG_AGO : issuedAt);
    }

    /** When what the token allows must be renewed, in seconds since 1970; 0 for never. */
    long renewal() {
        if (expireAt != null) {
            return expireAt;
        }
        return expiry == null ? 0 : expiry;
    }

    /** Made, or good, only after {@code seconds} since 1970. */
    boolean liesAfter(long seconds) {
        return notBefore > seconds || issuedAt > seconds;
    }

    /** Past {@code exp}, or past an {@code expire_at} of its own. */
    boolean expiredAt(Instant now) {
        long seconds = now.getEpochSecond();
        return (expiry != null && expiry <= seconds) || (renewal() > 0 && renewal() <= seconds);
    }
}
