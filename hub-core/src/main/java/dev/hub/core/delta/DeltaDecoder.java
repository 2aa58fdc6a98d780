package dev.hub.core.delta;

/** Applies one delta to a base, and believes nothing that the delta says. */
final class DeltaDecoder {
    private final byte[] base;
    private final byte[] delta;
    private int position;
    private int made;

    DeltaDecoder(byte[] base, byte[] delta) {
        this.base = base;
        this.delta = delta;
    }

    byte[] apply(int maxSize) {
        byte[] target = new byte[targetSize(maxSize)];
        while (true) {
            long number = number();
            byte operator = symbol();
            switch (operator) {
                case '@' -> copy(number, target);
                case ':' -> insert(number, target);
                case ';' -> {
                    verify(number, target);
                    return target;
                }
                default -> throw malformed("operator must be '@', ':' or ';', got byte " + (operator & 0xff));
            }
        }
    }

    private int targetSize(int maxSize) {
        long size = number();
        if (symbol() != '\n') {
            throw malformed("size must end in a line feed");
        }
        if (size > maxSize) {
            throw malformed("target must have at most " + maxSize + " bytes, got " + size);
        }
        return (int) size;
    }

    private void copy(long length, byte[] target) {
        long offset = number();
        if (symbol() != ',') {
            throw malformed("copy must end in ','");
        }
        if (offset + length > base.length) {
            throw malformed(
                    "copy must lie within the base's " + base.length + " bytes, got " + length + " from " + offset);
        }
        append(base, (int) offset, length, target);
    }

    private void insert(long length, byte[] target) {
        if (length > delta.length - position) {
            throw malformed("insertion must lie within the delta, got " + length + " bytes");
        }
        append(delta, position, length, target);
        position += (int) length;
    }

    private void append(byte[] source, int from, long length, byte[] target) {
        if (length > target.length - made) {
            throw malformed("target must have the announced " + target.length + " bytes, got more");
        }
        System.arraycopy(source, from, target, made, (int) length);
        made += (int) length;
    }

    private void verify(long checksum, byte[] target) {
        if (position != delta.length) {
            throw malformed("checksum must be the end, got " + (delta.length - position) + " more bytes");
        }
        if (made != target.length) {
            throw malformed("target must have the announced " + target.length + " bytes, got " + made);
        }
        long expected = Integer.toUnsignedLong(Checksum.of(target));
        if (checksum != expected) {
            throw malformed("checksum must be " + expected + ", got " + checksum);
        }
    }

    /** The number that comes next, 0 to 2^32 - 1. */
    private long number() {
        long number = 0;
        int begin = position;
        while (position < delta.length && Digits.valueOf(delta[position]) >= 0) {
            number = number << 6 | Digits.valueOf(delta[position++]);
            if (position - begin > Digits.MAX || number > 0xffff_ffffL) {
                throw malformed("number must be at most 4294967295, got more");
            }
        }
        if (position == begin) {
            throw malformed("number must have a digit, got none");
        }
        return number;
    }

    private byte symbol() {
        if (position == delta.length) {
            throw malformed("delta must end in a checksum, got its end");
        }
        return delta[position++];
    }

    private IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("delta is malformed at byte " + position + ": " + text);
    }
}
