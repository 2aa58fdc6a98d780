package dev.hub.verticles.channel;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Continuation;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamEntry;
import dev.hub.core.stream.StreamSlice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where this instance stands in one stream, and what it may deliver. Pure: it is told what arrives and what was read,
 * and answers what is to be done.
 *
 * <p>Until the position is read, arrivals wait. Then what follows on the position is delivered. When something is
 * missing, arrivals wait again until the stream was read after the position. What arrived before a read was sent is in
 * what it reads, so it need not be kept; this holds because the publish script appends before it publishes.
 *
 * <p>A check reads as well, but holds nothing back: whatever follows on the position meanwhile shows by itself that
 * nothing was missing.
 */
final class StreamTail {
    /** What becomes of something that arrived. */
    enum Verdict {
        /** It follows: deliver it now. */
        FOLLOWS,
        /** It was delivered before, or lies in a stream's past. */
        KNOWN,
        /** It waits for what is being read. */
        WAITS,
        /** Something is missing before it: read the stream. */
        GAP,
        /** Too much waited; all of it was dropped, and the stream is to be read for it. */
        OVERFLOW
    }

    /**
     * What a read brought about.
     *
     * @param delivered to deliver now, in this order, after what follows from {@code interrupted}
     * @param filled how many of them came from the stream
     * @param interrupted before that, tell that publications are lost or the stream is another one; null when not
     * @param again read once more
     */
    record Step(
            List<Envelope> delivered, int filled, @Nullable StreamPosition interrupted, boolean again) {}

    private final WaitingLimit limit;
    private @Nullable StreamPosition position;
    private @Nullable List<Envelope> waiting = new ArrayList<>(0);
    private int waitingBytes;

    /** The position that is being read after; what follows on it may be delivered meanwhile. */
    private @Nullable StreamPosition readAfter;

    private boolean reading;
    private boolean mustReadAgain;

    /**
     * How much may wait for a read; beyond it everything is read from the stream instead.
     *
     * @param count publications, 1 or more
     * @param bytes of their JSON
     */
    record WaitingLimit(int count, int bytes) {}

    /** A tail without a position, which is to be read. */
    StreamTail(WaitingLimit limit) {
        this.limit = limit;
    }

    /** The last publication that was delivered or need not be; null until it was read. */
    @Nullable
    StreamPosition position() {
        return position;
    }

    /** What arrives is delivered, as far as it follows. */
    boolean isLive() {
        return position != null && waiting == null;
    }

    /** A read is under way, or about to be sent. */
    boolean isReading() {
        return reading;
    }

    /** What waits at the moment. */
    int waiting() {
        return waiting == null ? 0 : waiting.size();
    }

    /** A publication of the stream has arrived. */
    Verdict arrived(Envelope envelope) {
        StreamPosition known = position;
        if (known == null || waiting != null) {
            return wait(envelope);
        }
        return switch (place(known, envelope)) {
            case FOLLOWS -> {
                position = new StreamPosition(envelope.offset(), known.epoch());
                yield Verdict.FOLLOWS;
            }
            case KNOWN -> Verdict.KNOWN;
            default -> {
                waiting = new ArrayList<>(4);
                wait(envelope);
                yield Verdict.GAP;
            }
        };
    }

    private Verdict wait(Envelope envelope) {
        List<Envelope> kept = waiting == null ? new ArrayList<>(4) : waiting;
        waiting = kept;
        if (kept.size() >= limit.count()
                || waitingBytes + envelope.publication().size() > limit.bytes()) {
            dropWaiting(kept);
            mustReadAgain = true;
            return Verdict.OVERFLOW;
        }
        kept.add(envelope);
        waitingBytes += envelope.publication().size();
        return Verdict.WAITS;
    }

    private void dropWaiting(List<Envelope> kept) {
        kept.clear();
        waitingBytes = 0;
    }

    private static Verdict place(StreamPosition known, Envelope envelope) {
        if (!envelope.epoch().equals(known.epoch())) {
            return Verdict.GAP;
        }
        if (envelope.offset() <= known.offset()) {
            return Verdict.KNOWN;
        }
        return envelope.previous() == known.offset() ? Verdict.FOLLOWS : Verdict.GAP;
    }

    /**
     * Something may have been missed; what arrives goes on to be delivered as long as it follows.
     *
     * @return true when the stream is to be read; false when it will be anyway
     */
    boolean doubt() {
        if (reading) {
            mustReadAgain = true;
            return false;
        }
        return true;
    }

    /** A read is wanted: until {@link #beginRead} and its outcome no other one is. False when one is wanted already. */
    boolean wantRead() {
        boolean first = !reading;
        reading = true;
        return first;
    }

    /** A read is being sent; it will see all that has arrived so far. */
    @Nullable
    StreamPosition beginRead() {
        reading = true;
        mustReadAgain = false;
        if (waiting != null) {
            dropWaiting(waiting);
        }
        readAfter = position;
        return position;
    }

    /** The read did not succeed; another one is needed. */
    void readFailed() {
        reading = false;
    }

    /** The stream was read after the position, or, where there was none, for its top. */
    Step read(StreamSlice slice) {
        reading = false;
        StreamPosition known = position;
        if (known == null) {
            position = slice.top();
            return settle(new ArrayList<>(), null);
        }
        if (isPast(slice.top(), known)) {
            return settle(new ArrayList<>(), null);
        }
        return switch (Continuation.of(known, slice)) {
            case Continuation.Complete complete -> settle(advance(known, complete.entries()), null);
            case Continuation.Partial partial -> {
                List<Envelope> delivered = advance(known, partial.entries());
                yield new Step(delivered, delivered.size(), null, true);
            }
            case Continuation.Missing missing ->
                known.equals(readAfter) ? interrupted(slice.top()) : new Step(List.of(), 0, null, true);
            case Continuation.OtherEpoch other -> interrupted(slice.top());
        };
    }

    /** Since the read was sent, more has arrived than it saw. */
    private static boolean isPast(StreamPosition top, StreamPosition known) {
        return top.epoch().equals(known.epoch()) && top.offset() <= known.offset();
    }

    private List<Envelope> advance(StreamPosition known, List<StreamEntry> entries) {
        List<Envelope> delivered = new ArrayList<>(entries.size());
        for (StreamEntry entry : entries) {
            delivered.add(envelope(entry, known.epoch()));
        }
        position =
                entries.isEmpty() ? known : new StreamPosition(entries.getLast().offset(), known.epoch());
        return delivered;
    }

    private Step interrupted(StreamPosition top) {
        position = top;
        return settle(new ArrayList<>(), top);
    }

    /** Delivers what waited, as far as it follows; the rest is read again. */
    private Step settle(List<Envelope> delivered, @Nullable StreamPosition interrupted) {
        int filled = delivered.size();
        List<Envelope> rest = waiting == null ? List.of() : waiting;
        waiting = null;
        waitingBytes = 0;
        boolean again = mustReadAgain;
        for (Envelope envelope : rest) {
            Verdict verdict = arrived(envelope);
            if (verdict == Verdict.FOLLOWS) {
                delivered.add(envelope);
            }
            again |= verdict == Verdict.GAP;
        }
        return new Step(delivered, filled, interrupted, again);
    }

    private static Envelope envelope(StreamEntry entry, String epoch) {
        return new Envelope(
                entry.offset(), entry.previous(), epoch, entry.delta(), entry.channel(), entry.publication());
    }
}
