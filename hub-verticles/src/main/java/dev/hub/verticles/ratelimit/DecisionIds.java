package dev.hub.verticles.ratelimit;

import java.security.SecureRandom;

/** Names decisions, and this run of the instance; nobody guesses them. */
final class DecisionIds {
    private final SecureRandom random = new SecureRandom();
    private final String instance = text(random.nextLong());
    private long number;

    private static String text(long number) {
        return Long.toUnsignedString(number, Character.MAX_RADIX);
    }

    /** Of this run of the instance. */
    String instance() {
        return instance;
    }

    /** Of a decision. */
    String next() {
        return instance + "." + text(++number);
    }

    /** A decision of this run. */
    boolean isOwn(String id) {
        return id.startsWith(instance + ".");
    }
}
