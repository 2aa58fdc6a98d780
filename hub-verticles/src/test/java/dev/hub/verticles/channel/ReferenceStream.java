package dev.hub.verticles.channel;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamEntry;
import dev.hub.core.stream.StreamSlice;
import java.util.ArrayList;
import java.util.List;

/** A stream as Valkey keeps it, to hold others against: it jumps, is trimmed and ends like a real one. */
final class ReferenceStream {
    private static final long JUMP = 1 << 20;

    private final List<StreamEntry> kept = new ArrayList<>();
    private final List<Envelope> all = new ArrayList<>();
    private String epoch = "epochAAA";
    private int epochs = 1;
    private long top;
    private boolean jumps;

    /** Everything that was ever published, in order, lost tails included. */
    List<Envelope> all() {
        return all;
    }

    StreamPosition top() {
        return new StreamPosition(top, epoch);
    }

    Envelope publish() {
        long offset = top + 1 + (jumps ? JUMP : 0);
        jumps = false;
        Payload json = Payload.ofJson("{\"data\":\"" + epoch + offset + "\"}");
        StreamEntry entry = new StreamEntry(offset, top, false, "", json);
        Envelope envelope = new Envelope(offset, top, epoch, false, "", json);
        top = offset;
        kept.add(entry);
        all.add(envelope);
        return envelope;
    }

    /** Another primary takes over, which has everything. */
    void failOver() {
        jumps = true;
    }

    /** Another primary takes over, which lacks the last {@code count} publications. */
    void loseTail(int count) {
        for (int i = 0; i < count && !kept.isEmpty(); i++) {
            top = kept.removeLast().previous();
        }
        jumps = true;
    }

    /** Only the last {@code count} stay. */
    void trim(int count) {
        while (kept.size() > count) {
            kept.removeFirst();
        }
    }

    /** The metadata is gone. */
    void end() {
        epochs++;
        epoch = "epoch" + "AAA".substring(1) + (char) ('A' + epochs);
        kept.clear();
        top = 0;
        jumps = false;
    }

    /** As the instance reads: a position of this epoch that the stream does not contain ends it. */
    StreamSlice after(StreamPosition known, int limit) {
        boolean contains = known.offset() == top
                || kept.stream().anyMatch(each -> each.offset() == known.offset() || each.previous() == known.offset())
                || (kept.isEmpty()
                        ? known.offset() <= top
                        : known.offset() < kept.getFirst().previous());
        if (known.epoch().equals(epoch) && !contains) {
            end();
        }
        List<StreamEntry> entries = known.epoch().equals(epoch)
                ? kept.stream()
                        .filter(each -> each.offset() > known.offset())
                        .limit(limit)
                        .toList()
                : List.of();
        return new StreamSlice(top(), entries);
    }
}
