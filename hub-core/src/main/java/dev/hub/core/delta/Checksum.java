package dev.hub.core.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum at the end of a delta: the sum of the target's 32-bit words, big-endian, the last one filled up with 0. */
final class Checksum {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private Checksum() {}

    /** An unsigned 32-bit number in the bits of an int. */
    static int of(byte[] bytes) {
        int sum = 0;
        int words = bytes.length & ~3;
        for (int i = 0; i < words; i += 4) {
            sum += (int) WORD.get(bytes, i);
        }
        for (int i = words, shift = 24; i < bytes.length; i++, shift -= 8) {
            sum += (bytes[i] & 0xff) << shift;
        }
        return sum;
    }
}
