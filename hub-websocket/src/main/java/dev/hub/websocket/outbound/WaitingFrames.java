package dev.hub.websocket.outbound;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one socket, in order: what can be put at the end, written from the front and taken back from
 * anywhere. The base of {@link OutboundQueue} instead of a part of it, because every idle connection has one. While
 * nothing waits it holds no array. Belongs to one event loop.
 */
abstract class WaitingFrames {
    final FlushTurn turn;
    private @Nullable OutboundFrame first;
    private OutboundFrame @Nullable [] others;
    private int count;
    private int bytes;

    WaitingFrames(FlushTurn turn) {
        this.turn = turn;
    }

    /** How many wait. */
    final int count() {
        return count;
    }

    /** What waits, in bytes. */
    final int bytes() {
        return bytes;
    }

    @SuppressWarnings("NullAway") // positions below count hold a frame
    final OutboundFrame frame(int position) {
        return position == 0 ? first : others[position - 1];
    }

    final void append(OutboundFrame frame) {
        if (count == 0) {
            first = frame;
        } else {
            roomForOneMore()[count - 1] = frame;
        }
        count++;
        bytes += frame.size();
        turn.hold(frame.enter());
    }

    private OutboundFrame[] roomForOneMore() {
        OutboundFrame[] array = others;
        if (array == null) {
            array = turn.borrowArray();
        } else if (count > array.length) {
            array = Arrays.copyOf(array, array.length * 2);
        }
        others = array;
        return array;
    }

    /** The first {@code written} are on their way. */
    final void removeFirst(int written) {
        if (written == count) {
            removeAll();
        } else {
            retain(position -> position >= written);
        }
    }

    final void removeAll() {
        for (int at = 0; at < count; at++) {
            turn.hold(-frame(at).leave());
        }
        forget(0);
        bytes = 0;
    }

    // ---- taking back

    /** Takes back what waits here of {@code source}, oldest first. What the socket took stays on its way. */
    public final List<OutboundFrame.Origin> withdraw(Object source) {
        return takeBack(source, Long.MAX_VALUE);
    }

    /** Takes back the oldest of what waits here of {@code source} until {@code size} bytes are free; tells what it was. */
    final List<OutboundFrame.Origin> takeBack(Object source, long size) {
        List<OutboundFrame.Origin> origins = new ArrayList<>();
        long[] excess = {size};
        retain(position -> {
            OutboundFrame frame = frame(position);
            OutboundFrame.Origin origin = frame.origin();
            if (excess[0] <= 0 || origin == null || !origin.source().equals(source)) {
                return true;
            }
            excess[0] -= frame.size();
            origins.add(origin);
            return false;
        });
        return origins;
    }

    /** Of what is waiting here the sources that it can be taken back from. */
    public final Set<Object> sources() {
        Set<Object> sources = new LinkedHashSet<>();
        for (int at = 0; at < count; at++) {
            OutboundFrame.Origin origin = frame(at).origin();
            if (origin != null) {
                sources.add(origin.source());
            }
        }
        return sources;
    }

    /** Keeps the frames at those positions; {@code keeps} is asked for each once, from the first on. */
    private void retain(IntPredicate keeps) {
        int kept = 0;
        for (int at = 0; at < count; at++) {
            OutboundFrame frame = frame(at);
            if (keeps.test(at)) {
                put(kept++, frame);
            } else {
                bytes -= frame.size();
                turn.hold(-frame.leave());
            }
        }
        forget(kept);
    }

    private void put(int position, OutboundFrame frame) {
        if (position == 0) {
            first = frame;
        } else if (others != null) {
            others[position - 1] = frame;
        }
    }

    /** Only the first {@code kept} stay. */
    private void forget(int kept) {
        OutboundFrame[] array = others;
        if (array != null && count > 1) {
            Arrays.fill(array, Math.max(0, kept - 1), count - 1, null);
        }
        count = kept;
        if (array != null && kept <= 1) {
            turn.giveBack(array);
            others = null;
        }
        if (kept == 0) {
            first = null;
        }
    }
}
