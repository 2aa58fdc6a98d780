package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.bus.ChannelCommand.Recovered.Refused;
import dev.hub.core.channel.StreamPosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The end of one stream, without a gap: the last publications and the offset before the first of them. Pure. Whoever
 * appends sees to it that each follows on the one before.
 */
final class RecentPublications {
    /** What a publication takes beside its JSON: two objects and their place. */
    private static final int OVERHEAD = 96;

    private final ArrayDeque<Offset> publications = new ArrayDeque<>(2);
    private long before;
    private long bytes;
    private long expiryNanos;
    private boolean isCut;

    /** Nothing is known yet of what comes after {@code offset}. */
    RecentPublications(long offset) {
        before = offset;
    }

    /** Publications held. */
    int size() {
        return publications.size();
    }

    /** Memory held by them, in bytes, about. */
    long bytes() {
        return bytes;
    }

    /** It could hold more, were there more memory. */
    boolean isCut() {
        return isCut;
    }

    /** The offset before the first one. */
    long before() {
        return before;
    }

    /** The latest; null when none is held. */
    @Nullable
    Offset latest() {
        return publications.peekLast();
    }

    /** Adds the next publication of the stream. */
    void append(Offset publication) {
        publications.addLast(publication);
        bytes += cost(publication);
    }

    /** Forgets the oldest until at most {@code count} publications and {@code maxBytes} bytes are left. */
    void trim(int count, long maxBytes) {
        while (publications.size() > count || (bytes > maxBytes && !publications.isEmpty())) {
            Offset oldest = publications.removeFirst();
            isCut |= publications.size() < count;
            before = oldest.offset();
            bytes -= cost(oldest);
        }
    }

    /** The offset of the last one, or of the place where it would follow. */
    long end() {
        Offset latest = publications.peekLast();
        return latest == null ? before : latest.offset();
    }

    /** Adds what {@code newer} holds beyond {@link #end()}; false when the two do not meet. */
    boolean continueWith(RecentPublications newer) {
        long end = end();
        if (!newer.reaches(end)) {
            return false;
        }
        for (Offset each : newer.publications) {
            if (each.offset() > end) {
                append(each);
            }
        }
        return true;
    }

    /** The stream itself may be gone at this time, in nanoseconds of the shard's clock. */
    void expireAt(long nanos) {
        expiryNanos = nanos;
    }

    /** The stream itself may be gone by now. */
    boolean hasExpired(long nowNanos) {
        return nowNanos - expiryNanos >= 0;
    }

    /** {@code offset} is the one before the first, or that of one of them. */
    boolean reaches(long offset) {
        if (offset == before) {
            return true;
        }
        for (Iterator<Offset> latestFirst = publications.descendingIterator(); latestFirst.hasNext(); ) {
            long at = latestFirst.next().offset();
            if (at <= offset) {
                return at == offset;
            }
        }
        return false;
    }

    /**
     * What came after a position.
     *
     * @param since where to go on
     * @param top where the stream is, of which this is the end
     * @param limit most publications that may be missing in all
     * @param maxBytes how much to answer at once; one publication comes all the same
     * @return empty when this does not reach back so far
     */
    Optional<Recovered> after(StreamPosition since, StreamPosition top, int limit, int maxBytes) {
        if (!since.epoch().isEmpty() && !since.epoch().equals(top.epoch())) {
            return Optional.of(new Refused(top));
        }
        if (since.offset() > top.offset()) {
            return Optional.of(new Refused(top));
        }
        List<Offset> missing = new ArrayList<>();
        for (Iterator<Offset> latestFirst = publications.descendingIterator(); latestFirst.hasNext(); ) {
            Offset each = latestFirst.next();
            if (each.offset() <= since.offset()) {
                break;
            }
            if (missing.size() == limit) {
                return Optional.of(new Refused(top));
            }
            missing.add(each);
        }
        if (!reaches(since.offset())) {
            return Optional.empty();
        }
        Collections.reverse(missing);
        return Optional.of(page(missing, top, maxBytes));
    }

    /** The first publications after a position, of which this is not the end; empty when it does not reach back so far. */
    Optional<Recovered> pageAfter(StreamPosition since, String epoch, int maxBytes) {
        List<Offset> after = publications.stream()
                .filter(each -> each.offset() > since.offset())
                .toList();
        if (after.isEmpty() || !reaches(since.offset())) {
            return Optional.empty();
        }
        Complete page = page(after, new StreamPosition(end(), epoch), maxBytes);
        return Optional.of(new Complete(page.publications(), page.position(), true));
    }

    private static Complete page(List<Offset> missing, StreamPosition top, int maxBytes) {
        long size = 0;
        int count = 0;
        while (count < missing.size()) {
            size += missing.get(count).publication().size();
            if (count > 0 && size > maxBytes) {
                Offset last = missing.get(count - 1);
                return new Complete(missing.subList(0, count), new StreamPosition(last.offset(), top.epoch()), true);
            }
            count++;
        }
        return new Complete(missing, top, false);
    }

    private static long cost(Offset publication) {
        return (long) publication.publication().size() + OVERHEAD;
    }
}
