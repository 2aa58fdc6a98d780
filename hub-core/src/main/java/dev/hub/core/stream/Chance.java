package dev.hub.core.stream;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** What is drawn by lot, so that no two instances draw the same. */
public record Chance(RandomGenerator random) {
    private static final int EPOCH_LENGTH = 8;
    private static final int KEY_BYTES = 16;

    /** Offsets are skipped by multiples of this. */
    private static final long SKIP = 1L << 20;

    /** By how many at most: of two primaries that both lost their tail, the second shall not skip to where the first was. */
    private static final int MOST_SKIPS = 1 << 16;

    /** Name of an epoch that may begin: 8 lower-case letters. */
    public String epoch() {
        StringBuilder name = new StringBuilder(EPOCH_LENGTH);
        for (int i = 0; i < EPOCH_LENGTH; i++) {
            name.append((char) random.nextInt('a', 'z' + 1));
        }
        return name.toString();
    }

    /** How many offsets to skip on another server, 2^20 to 2^36. */
    long skip() {
        return SKIP * random.nextInt(1, MOST_SKIPS + 1);
    }

    /** An idempotency key for a publication without. */
    String key() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
