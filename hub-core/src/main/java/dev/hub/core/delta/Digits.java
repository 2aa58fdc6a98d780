package dev.hub.core.delta;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers in a delta: unsigned, to base 64, the most significant digit first. */
final class Digits {
    /** Digits of the largest number, 2^32 - 1. */
    static final int MAX = 6;

    private static final int BITS = 6;
    private static final byte[] SYMBOLS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = values();

    private Digits() {}

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < SYMBOLS.length; i++) {
            values[SYMBOLS[i]] = (byte) i;
        }
        return values;
    }

    /** What {@code symbol} is worth, 0 to 63; -1 when it is no digit. */
    static int valueOf(byte symbol) {
        return VALUES[symbol & 0xff];
    }

    /** How many digits {@code number} takes, as an unsigned one: 1 to {@value #MAX}. */
    static int count(int number) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(number) + BITS - 1) / BITS);
    }

    /** The digit of the unsigned {@code number} at {@code place}, counted from 0 for the least significant. */
    static byte symbol(int number, int place) {
        return SYMBOLS[(int) ((Integer.toUnsignedLong(number) >>> (BITS * place)) & 63)];
    }
}
