package dev.hub.core.auth;

import dev.hub.core.auth.capability.Rights;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application says of a client in place of a token, in the words of one.
 *
 * @param meta what the application alone is told, if anything
 * @param subs to which the hub subscribes the connection ({@code channels} and {@code subs})
 * @param rights {@code caps}
 */
public record AnswerClaims(@Nullable Payload meta, Map<ChannelName, SubscriptionGrant> subs, Rights rights) {
    private static final String WHAT = "the result is";

    /**
     * Reads what is said of a connection.
     *
     * @throws IllegalArgumentException when it breaks a rule; the text names the part, not its value
     */
    public static AnswerClaims ofConnection(Payload json) {
        try {
            Claims claims = Claims.parse(json.bytes(), "user", new RoleBook(List.of()));
            return new AnswerClaims(claims.meta, claims.subs, claims.rights);
        } catch (Malformed broken) {
            throw new IllegalArgumentException("result: " + broken.reason(), broken);
        }
    }

    /** Reads what is said of one subscription, likewise. */
    public static SubscriptionGrant ofSubscription(Payload json) {
        GrantClaims claims = new GrantClaims();
        try {
            ClaimReader.readObject(json.bytes(), WHAT, claims::readInSubs);
            return claims.toGrant();
        } catch (Malformed broken) {
            throw new IllegalArgumentException("result: " + broken.reason(), broken);
        }
    }
}
