package dev.hub.core.decision;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.channel.Payload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the application grants. Each one is checked when it is made, wherever it comes from. */
public sealed interface Grant {
    /** Longest idempotency key and version epoch. */
    int MAX_KEY = 256;

    /**
     * The client is connected.
     *
     * @param claims who it is and what it may, as a token would say
     * @param data that the client is told in the reply, if any
     */
    record Connection(ConnectionClaims claims, @Nullable Payload data) implements Grant {
        /** Checks the time. */
        public Connection {
            requireTime(claims.expireAt());
        }

        /** A connection of {@code user}, for ever; empty for an anonymous one. */
        public static Connection of(String user) {
            return until(user, 0);
        }

        /** A connection of {@code user} that runs out at {@code expireAt}, in seconds since 1970. */
        public static Connection until(String user, long expireAt) {
            return new Connection(new ConnectionClaims(user, expireAt, null, List.of(), TokenStamp.NONE), null);
        }
    }

    /**
     * A connection or subscription goes on, or not.
     *
     * @param expired it ends
     * @param expireAt when to ask again, in seconds since 1970; 0 for never
     * @param info what others are told of the user from now on; null for what they were told before
     */
    record Extension(
            boolean expired, long expireAt, @Nullable Payload info) implements Grant {
        /** Checks the time. */
        public Extension {
            requireTime(expireAt);
        }

        /** It goes on until {@code expireAt}, in seconds since 1970; 0 for ever. */
        public static Extension until(long expireAt) {
            return new Extension(false, expireAt, null);
        }

        /** It ends. */
        public static Extension end() {
            return new Extension(true, 0, null);
        }
    }

    /**
     * The client is subscribed.
     *
     * @param expireAt when the subscription runs out, in seconds since 1970; 0 for never
     * @param grant what else there is to say of it, as a token would
     */
    record Subscription(long expireAt, SubscriptionGrant grant) implements Grant {
        /** For ever, with nothing to say. */
        public static final Subscription PLAIN = new Subscription(0, SubscriptionGrant.NONE);

        /** Checks the time. */
        public Subscription {
            requireTime(expireAt);
        }
    }

    /**
     * The publication goes out.
     *
     * @param data in place of the client's; null for the client's own
     * @param tags words about it that are not part of its data
     * @param idempotencyKey publications to a channel with the same key are one; empty for none
     * @param version one that is not above the channel's last is dropped; 0 for none
     * @param versionEpoch versions are compared within the same one only
     * @param skipHistory it is not kept in the history and gets no offset
     * @param delta it may go out as a delta where the namespace does not say so for all
     */
    record Publication(
            @Nullable Payload data,
            Map<String, String> tags,
            String idempotencyKey,
            long version,
            String versionEpoch,
            boolean skipHistory,
            boolean delta)
            implements Grant {
        /** As the client wrote it. */
        public static final Publication AS_IT_IS = new Publication(null, Map.of(), "", 0, "", false, false);

        /** Copies {@code tags} and checks the ranges. */
        public Publication {
            tags = Map.copyOf(tags);
            requireShort("idempotency_key", idempotencyKey);
            requireShort("version_epoch", versionEpoch);
            if (version < 0) {
                throw new IllegalArgumentException("version must be 0 or more, got " + version);
            }
        }

        /** With {@code data} in place of the client's. */
        public static Publication of(Payload data) {
            return new Publication(data, Map.of(), "", 0, "", false, false);
        }
    }

    /** The call is answered. */
    record Answer(Payload data) implements Grant {}

    private static void requireTime(long seconds) {
        if (seconds < 0) {
            throw new IllegalArgumentException("expire_at must be 0 or a time in seconds since 1970, got " + seconds);
        }
    }

    private static void requireShort(String name, String value) {
        if (value.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    name + " must have at most " + MAX_KEY + " characters, got " + value.length());
        }
    }
}
