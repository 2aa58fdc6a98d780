package dev.hub.core.job;

import java.util.random.RandomGenerator;

/** Names for jobs whose submitters gave none. Nobody guesses them, if {@code random} is a good one. */
public record JobIds(RandomGenerator random) {
    private static final int LENGTH = 20;
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";

    /** 20 letters and digits: more than 100 bits. */
    public String next() {
        byte[] drawn = new byte[LENGTH];
        random.nextBytes(drawn);
        StringBuilder id = new StringBuilder(LENGTH);
        for (byte each : drawn) {
            id.append(LETTERS.charAt(Byte.toUnsignedInt(each) % LETTERS.length()));
        }
        return id.toString();
    }
}
