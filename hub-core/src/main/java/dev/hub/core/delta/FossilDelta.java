package dev.hub.core.delta;

/**
 * Differences between byte arrays in the <a href="https://fossil-scm.org/home/doc/trunk/www/delta_format.wiki">Fossil
 * delta format</a>: the size of the target, then copies from the base ({@code length@offset,}) and insertions
 * ({@code length:bytes}), then a checksum of the target. Numbers are written to base 64.
 *
 * <p>Pure functions, for any thread. The time of both grows linearly with the size of what they are given, whatever it
 * contains.
 */
public final class FossilDelta {
    private FossilDelta() {}

    /**
     * The delta that makes {@code target} from {@code base}. At most a few bytes longer than the target, which is what it
     * comes to when the two have nothing in common.
     *
     * <p>When the target is text in UTF-8, so is the delta: no insertion begins or ends inside a character. Therefore it
     * can travel as a JSON string.
     */
    public static byte[] encode(byte[] base, byte[] target) {
        return new DeltaEncoder(base, target).encode();
    }

    /**
     * The target that {@code delta} makes from {@code base}.
     *
     * @param maxSize largest target that is made, in bytes; a delta that announces a larger one is refused before memory
     *     is taken for it
     * @throws IllegalArgumentException when {@code delta} is malformed, reaches beyond the base, makes more or less than
     *     it announces, or has another checksum than the target
     */
    public static byte[] apply(byte[] base, byte[] delta, int maxSize) {
        return new DeltaDecoder(base, delta).apply(maxSize);
    }
}
