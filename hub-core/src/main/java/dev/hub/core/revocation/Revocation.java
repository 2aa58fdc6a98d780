package dev.hub.core.revocation;

import java.util.Optional;

/** Something that is taken back before its time. Of two with the same {@link #field}, the later one holds. */
public sealed interface Revocation {
    /** Longest user id or token id, in characters. */
    int MAX_LENGTH = 1024;

    /** When it is over, in seconds since 1970; 0 for never. */
    long expireAt();

    /** What is taken back, as a word that no other thing has. */
    String field();

    /** Says all that {@link #field} does not. */
    String encode();

    /** The user may not connect. */
    record UserBlock(String user, long expireAt) implements Revocation {
        static final String MARK = "b:";

        /** Checks the id and the time. */
        public UserBlock {
            check("user", user, expireAt);
        }

        @Override
        public String field() {
            return MARK + user;
        }

        @Override
        public String encode() {
            return Long.toString(expireAt);
        }
    }

    /** The one token with this {@code jti} is no longer good. */
    record OneToken(String tokenId, long expireAt) implements Revocation {
        static final String MARK = "t:";

        /** Checks the id and the time. */
        public OneToken {
            check("jti", tokenId, expireAt);
        }

        @Override
        public String field() {
            return MARK + tokenId;
        }

        @Override
        public String encode() {
            return Long.toString(expireAt);
        }
    }

    /**
     * No token of the user is good that was issued before a time; one that does not say when counts as issued before.
     *
     * @param issuedBefore in seconds since 1970
     */
    record UserTokens(String user, long issuedBefore, long expireAt) implements Revocation {
        static final String MARK = "i:";

        /** Checks the id and the times. */
        public UserTokens {
            check("user", user, expireAt);
            if (issuedBefore < 0) {
                throw new IllegalArgumentException("issued_before must be 0 or more, got " + issuedBefore);
            }
        }

        @Override
        public String field() {
            return MARK + user;
        }

        @Override
        public String encode() {
            return expireAt + " " + issuedBefore;
        }
    }

    /** It is over. */
    default boolean isOver(long nowSeconds) {
        return expireAt() != 0 && expireAt() <= nowSeconds;
    }

    /** What was encoded; empty for what is none, as from a newer version. */
    static Optional<Revocation> decode(String field, String value) {
        try {
            return Optional.ofNullable(decodeKnown(field, value.split(" ", -1)));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException strange) {
            return Optional.empty();
        }
    }

    private static @org.jspecify.annotations.Nullable Revocation decodeKnown(String field, String[] numbers) {
        String subject = field.length() < 2 ? "" : field.substring(2);
        long expireAt = Long.parseLong(numbers[0]);
        return switch (field.substring(0, Math.min(2, field.length()))) {
            case UserBlock.MARK -> new UserBlock(subject, expireAt);
            case OneToken.MARK -> new OneToken(subject, expireAt);
            case UserTokens.MARK -> new UserTokens(subject, Long.parseLong(numbers[1]), expireAt);
            default -> null;
        };
    }

    private static void check(String name, String id, long expireAt) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " must have 1 to " + MAX_LENGTH + " characters, got " + id.length());
        }
        if (expireAt < 0) {
            throw new IllegalArgumentException("expire_at must be 0 or more, got " + expireAt);
        }
    }
}
