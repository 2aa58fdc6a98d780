package dev.hub.core.delta;

import java.util.Arrays;

/** Writes the parts of a delta into an array that grows with them. */
final class DeltaWriter {
    private static final int INITIAL_CAPACITY = 128;

    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private int size;

    /** The first part: how large the target is. */
    void size(int targetSize) {
        number(targetSize, '\n');
    }

    /** The target goes on with {@code length} bytes of the base from {@code offset}. */
    void copy(int length, int offset) {
        number(length, '@');
        number(offset, ',');
    }

    /** The target goes on with the bytes of {@code source} from {@code start} to {@code end}; nothing when there are none. */
    void insert(byte[] source, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return;
        }
        number(length, ':');
        reserve(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    /** The last part. */
    void checksum(int checksum) {
        number(checksum, ';');
    }

    /** What {@link #copy} takes, in bytes. */
    static int copySize(int length, int offset) {
        return Digits.count(length) + Digits.count(offset) + 2;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void number(int number, char terminator) {
        reserve(Digits.MAX + 1);
        for (int place = Digits.count(number) - 1; place >= 0; place--) {
            bytes[size++] = Digits.symbol(number, place);
        }
        bytes[size++] = (byte) terminator;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
