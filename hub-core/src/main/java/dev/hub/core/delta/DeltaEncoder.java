package dev.hub.core.delta;

import java.util.Arrays;

/**
 * Makes one delta: the common beginning and end are copied; between them, blocks of the base are looked for at every
 * position of the target, and extended in both directions.
 *
 * <p>At most {@value #MAX_CANDIDATES} blocks are compared at a position, and what a taken copy covers is not looked at
 * again; this bounds the time for contents that were made to collide.
 */
final class DeltaEncoder {
    private static final int MAX_CANDIDATES = 8;
    private static final int BLOCK = BlockIndex.BLOCK;

    /** An insertion that is cut in two by a copy costs a second header of about this many bytes. */
    private static final int INSERT_HEADER = 2;

    /** The bytes that can follow on the first one of a character in UTF-8. */
    private static final int MAX_CONTINUATION = 3;

    private final byte[] base;
    private final byte[] target;
    private final DeltaWriter out = new DeltaWriter();

    /** Up to here the target is written. */
    private int written;

    /** What has to be added to a position in the target for the place in the base where the last copy would go on. */
    private int drift;

    // The best match at the position that is looked at: the target from start to end is the base from offset.
    private int start;
    private int end;
    private int offset;

    DeltaEncoder(byte[] base, byte[] target) {
        this.base = base;
        this.target = target;
    }

    byte[] encode() {
        out.size(target.length);
        beginning();
        int middleEnd = target.length - commonEnd();
        if (middleEnd - written >= BLOCK && base.length >= BLOCK) {
            middle(middleEnd);
        }
        if (middleEnd < target.length) {
            match(middleEnd, target.length, base.length - (target.length - middleEnd));
            take();
        }
        out.insert(target, written, target.length);
        out.checksum(Checksum.of(target));
        return out.toBytes();
    }

    private void beginning() {
        int length = Arrays.mismatch(base, target);
        match(0, length < 0 ? target.length : length, 0);
        take();
    }

    /** How many bytes at the end are the same, without those that are written. */
    private int commonEnd() {
        int longest = Math.min(base.length, target.length - written);
        int length = 0;
        while (length < longest && base[base.length - 1 - length] == target[target.length - 1 - length]) {
            length++;
        }
        return length;
    }

    private void middle(int middleEnd) {
        BlockIndex index = new BlockIndex(base);
        int position = written;
        while (position <= middleEnd - BLOCK) {
            findBest(index, position, middleEnd);
            position = take() ? written : position + 1;
        }
    }

    /** Compares the target at {@code position} with where the last copy would go on, and with blocks of that content. */
    private void findBest(BlockIndex index, int position, int limit) {
        match(position, position, 0);
        long content = BlockIndex.contentAt(target, position);
        compare(content, position, position + drift, limit);
        int block = index.first(content);
        for (int i = 0; i < MAX_CANDIDATES && block != BlockIndex.NONE; i++) {
            compare(content, position, block * BLOCK, limit);
            block = index.next(block);
        }
    }

    /** Extends the match of the block at {@code position} with the base at {@code from}, and keeps it when it is better. */
    private void compare(long content, int position, int from, int limit) {
        if (from < 0 || from > base.length - BLOCK || BlockIndex.contentAt(base, from) != content) {
            return;
        }
        int ahead = Math.min(limit - position, base.length - from);
        int same = Arrays.mismatch(base, from, from + ahead, target, position, position + ahead);
        int after = same < 0 ? ahead : same;
        int before = 0;
        int behind = Math.min(position - written, from);
        while (before < behind && base[from - before - 1] == target[position - before - 1]) {
            before++;
        }
        if (before + after > end - start) {
            match(position - before, position + after, from - before);
        }
    }

    private void match(int matchStart, int matchEnd, int baseOffset) {
        start = matchStart;
        end = matchEnd;
        offset = baseOffset;
    }

    /** Writes the best match, and before it what is not written yet, when that saves anything; tells whether it did. */
    private boolean take() {
        keepCharactersWhole();
        int length = end - start;
        if (length <= DeltaWriter.copySize(length, offset) + INSERT_HEADER) {
            return false;
        }
        out.insert(target, written, start);
        out.copy(length, offset);
        written = end;
        drift = offset + length - end;
        return true;
    }

    /** Shortens the match so that what is inserted around it neither begins nor ends inside a character of UTF-8. */
    private void keepCharactersWhole() {
        for (int i = 0; i < MAX_CONTINUATION && start < end && isContinuation(start); i++) {
            start++;
            offset++;
        }
        for (int i = 0; i < MAX_CONTINUATION && end > start && isContinuation(end); i++) {
            end--;
        }
    }

    private boolean isContinuation(int position) {
        return position < target.length && (target[position] & 0xc0) == 0x80;
    }
}
