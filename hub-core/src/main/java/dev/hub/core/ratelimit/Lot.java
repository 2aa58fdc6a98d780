package dev.hub.core.ratelimit;

/** Who gets which quota of a rule in a split: always the same, on every instance, and not the same in every rule. */
final class Lot {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final int PERCENT = 100;

    private Lot() {}

    /** 0 to 99. Who is below a share stays below every greater one. */
    static int percentOf(String rule, String value) {
        long hash = add(add(OFFSET, rule) * PRIME, value);
        // The end of MurmurHash3: FNV-1a alone spreads short texts badly over its high bits.
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) Long.remainderUnsigned(hash ^ (hash >>> 33), PERCENT);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (int i = 0; i < text.length(); i++) {
            sum = (sum ^ text.charAt(i)) * PRIME;
        }
        return sum;
    }
}
