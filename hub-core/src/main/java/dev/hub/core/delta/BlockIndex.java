package dev.hub.core.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where the blocks of {@value #BLOCK} bytes of a base lie, by their content. Blocks stand side by side, so that a common
 * stretch of twice a block less one byte contains one wherever it begins.
 */
final class BlockIndex {
    /** Bytes of a block: those of a long, so that one comparison tells whether two are the same. */
    static final int BLOCK = Long.BYTES;

    /** Says that there is no (further) block. */
    static final int NONE = -1;

    private static final VarHandle CONTENT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final int FEWEST_BUCKETS = 16;

    private final int[] first;
    private final int[] next;
    private final int shift;

    BlockIndex(byte[] base) {
        int blocks = base.length / BLOCK;
        int buckets = Math.max(FEWEST_BUCKETS, Integer.highestOneBit(blocks) * 2);
        first = new int[buckets];
        next = new int[blocks];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(buckets);
        Arrays.fill(first, NONE);
        for (int block = blocks - 1; block >= 0; block--) {
            int bucket = bucket(contentAt(base, block * BLOCK));
            next[block] = first[bucket];
            first[bucket] = block;
        }
    }

    /** The block of {@code bytes} that begins at {@code position}, as one number. */
    static long contentAt(byte[] bytes, int position) {
        return (long) CONTENT.get(bytes, position);
    }

    /** The first block that may have this content, or {@link #NONE}. It begins at its number times {@link #BLOCK}. */
    int first(long content) {
        return first[bucket(content)];
    }

    /** The block after {@code block} that may have the same content, or {@link #NONE}. */
    int next(int block) {
        return next[block];
    }

    private int bucket(long content) {
        return (int) ((content * SPREAD) >>> shift);
    }
}
