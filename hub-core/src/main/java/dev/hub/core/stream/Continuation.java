package dev.hub.core.stream;

import dev.hub.core.channel.StreamPosition;
import java.util.List;

/** Whether a slice of a stream goes on where a reader stands, without a hole. Pure. */
public final class Continuation {
    private Continuation() {}

    /** What a slice, read forwards, is to a reader. */
    public sealed interface Verdict {}

    /** All that came after the position, up to the top. */
    public record Complete(List<StreamEntry> entries) implements Verdict {}

    /**
     * The beginning of what came after the position, nothing left out; the slice ended before the top. Read on from the
     * last entry, of which there is at least one.
     */
    public record Partial(List<StreamEntry> entries) implements Verdict {}

    /** Publications between the position and the slice are gone, or the position never was in this stream. */
    public record Missing() implements Verdict {}

    /** The position belongs to a stream that ended. */
    public record OtherEpoch() implements Verdict {}

    /**
     * Compares.
     *
     * @param from where the reader stands; an empty epoch fits any
     * @param slice forwards; it may begin before the position
     */
    public static Verdict of(StreamPosition from, StreamSlice slice) {
        if (!from.epoch().isEmpty() && !from.epoch().equals(slice.top().epoch())) {
            return new OtherEpoch();
        }
        List<StreamEntry> all = slice.entries();
        int first = firstAfter(from.offset(), all);
        long reached = from.offset();
        for (StreamEntry entry : all.subList(first, all.size())) {
            if (entry.previous() != reached) {
                return new Missing();
            }
            reached = entry.offset();
        }
        List<StreamEntry> entries = all.subList(first, all.size());
        if (reached == slice.top().offset()) {
            return new Complete(entries);
        }
        return entries.isEmpty() ? new Missing() : new Partial(entries);
    }

    /** By halves: many readers share one slice. */
    private static int firstAfter(long offset, List<StreamEntry> entries) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).offset() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
