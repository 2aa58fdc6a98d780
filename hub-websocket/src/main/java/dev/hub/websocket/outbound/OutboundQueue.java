package dev.hub.websocket.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes out to one socket, in order. Frames wait for the end of the turn and then leave in one write;
 * while the socket takes no more they stay here. What waits is bounded in bytes; the owner is told when the bound
 * is passed. While nothing waits it holds no array. Belongs to one event loop.
 */
public final class OutboundQueue {
    static final int ARRAY_SIZE = 16;

    private static final int MAX_COPY = 64 * 1024;

    /** Who is told that the socket does not keep up. */
    public interface Owner {
        /** A frame did not fit; it was dropped. */
        void overflowed();

        /** The socket has taken everything and takes more; after {@link #tellWhenDrained}. */
        void drained();

        /** Too much waits on this instance, and here most: less has to wait here afterwards. */
        void relieve();
    }

    private final ChannelHandlerContext socket;
    private final FlushTurn turn;
    private final Owner owner;
    private @Nullable OutboundFrame first;
    private OutboundFrame @Nullable [] others;
    private int count;
    private int bytes;
    private boolean waitsForTurn;
    private boolean ended;
    private boolean closesSocket;
    private boolean tellsWhenDrained;
    /** What the socket's own buffer holds while it takes nothing although something waits here; 0 otherwise. */
    private int stalledBytes;

    /** The queue of {@code socket}, where frames are written as they are. */
    public OutboundQueue(ChannelHandlerContext socket, FlushTurn turn, Owner owner) {
        this.socket = socket;
        this.turn = turn;
        this.owner = owner;
    }

    /** Who is told what becomes of the socket. */
    public Owner owner() {
        return owner;
    }

    /** What waits here and in the socket's own buffer, in bytes. */
    public long waiting() {
        return bytes + bytesInSocket();
    }

    /** Puts {@code frame} at the end, or tells the owner that it does not fit. */
    public void offer(OutboundFrame frame) {
        if (!take(frame)) {
            owner.overflowed();
        }
    }

    /**
     * Puts {@code frame} at the end; false when it does not fit. A frame larger than the bound passes when nothing else
     * waits.
     */
    public boolean take(OutboundFrame frame) {
        if (ended) {
            return true;
        }
        long waiting = waiting();
        if (waiting > 0 && waiting + frame.size() > turn.maxQueueBytes()) {
            return false;
        }
        append(frame);
        return true;
    }

    /** The owner is told once, at the end of a turn in which nothing waits here any more and the socket takes more. */
    public void tellWhenDrained() {
        if (!ended) {
            tellsWhenDrained = true;
            wake();
        }
    }

    /** Puts {@code last} at the end, whatever the bound, and takes nothing after it. */
    public void end(OutboundFrame last) {
        if (!ended) {
            append(last);
            ended = true;
        }
    }

    /** Like {@link #end}, and closes the socket when {@code last} is written. */
    public void endAndClose(OutboundFrame last) {
        closesSocket = true;
        end(last);
    }

    /** Forgets what still waits here; what the socket took stays on its way. */
    public void discard() {
        clear();
    }

    /** Forgets what waits and takes nothing more: the socket is gone. */
    public void abandon() {
        ended = true;
        clear();
    }

    /** The socket takes more again, or no more. */
    public void writabilityChanged() {
        if ((count > 0 || tellsWhenDrained) && socket.channel().isWritable()) {
            wake();
        }
    }

    private void append(OutboundFrame frame) {
        if (count == 0) {
            first = frame;
        } else {
            roomForOneMore()[count - 1] = frame;
        }
        count++;
        bytes += frame.size();
        turn.hold(frame.enter());
        wake();
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

    private void wake() {
        if (!waitsForTurn) {
            waitsForTurn = true;
            turn.add(this);
        }
    }

    void flush() {
        waitsForTurn = false;
        if (!socket.channel().isWritable()) {
            stalls();
            return;
        }
        stallsNoMore();
        while (count > 0 && socket.channel().isWritable()) {
            writeSome();
        }
        if (count > 0) {
            stalls();
        } else if (tellsWhenDrained && socket.channel().isWritable()) {
            tellsWhenDrained = false;
            owner.drained();
        }
    }

    /** As much as the socket takes at once: what stays here can still be taken back. */
    private void writeSome() {
        int at = 0;
        while (at < count && socket.channel().isWritable()) {
            at = write(at);
        }
        removeFirst(at);
        if (count == 0 && ended && closesSocket) {
            socket.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        socket.flush();
    }

    private void removeFirst(int written) {
        int size = bytes;
        if (written == count) {
            clear();
        } else {
            retain(position -> position >= written);
        }
        turn.bytes().add((long) size - bytes);
    }

    private void stalls() {
        if (count > 0 && stalledBytes == 0) {
            stalledBytes = Math.clamp(bytesInSocket(), 1, Integer.MAX_VALUE);
            turn.hold(stalledBytes);
            turn.stalls(this);
        }
    }

    private void stallsNoMore() {
        if (stalledBytes > 0) {
            turn.hold(-stalledBytes);
            turn.stallsNoMore(this);
            stalledBytes = 0;
        }
    }

    // ---- taking back

    /** Takes back what waits here of {@code source}, oldest first. What the socket took stays on its way. */
    public List<OutboundFrame.Origin> withdraw(Object source) {
        List<OutboundFrame.Origin> origins = new ArrayList<>();
        retain(position -> {
            OutboundFrame.Origin origin = frame(position).origin();
            if (origin == null || !origin.source().equals(source)) {
                return true;
            }
            origins.add(origin);
            return false;
        });
        return origins;
    }

    /** Takes back the oldest of what waits here of {@code source} until {@code size} bytes fit; tells what was taken. */
    public List<OutboundFrame.Origin> dropOldest(Object source, int size) {
        List<OutboundFrame.Origin> origins = new ArrayList<>();
        long[] excess = {waiting() + size - turn.maxQueueBytes()};
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
    public Set<Object> sources() {
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

    /** Writes the frame at {@code start}, together with as many small ones behind it as fit; tells where it stopped. */
    private int write(int start) {
        turn.writes().add(1);
        OutboundFrame frame = frame(start);
        if (frame.isBestAlone(count == 1)) {
            hand(frame.view(turn));
            return start + 1;
        }
        int size = frame.size();
        int end = start + 1;
        while (end < count
                && !frame(end).isBestAlone(false)
                && size + frame(end).size() <= MAX_COPY) {
            size += frame(end++).size();
        }
        ByteBuf buffer = socket.alloc().directBuffer(size, size);
        for (int at = start; at < end; at++) {
            frame(at).copyTo(buffer);
        }
        hand(buffer);
        return end;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // with a void promise, the pipeline is told of failures
    private void hand(ByteBuf bytesToWrite) {
        socket.write(bytesToWrite, socket.voidPromise());
    }

    @SuppressWarnings("NullAway") // positions below count hold a frame
    private OutboundFrame frame(int position) {
        return position == 0 ? first : others[position - 1];
    }

    private void clear() {
        for (int at = 0; at < count; at++) {
            turn.hold(-frame(at).leave());
        }
        forget(0);
        bytes = 0;
        stallsNoMore();
    }

    private long bytesInSocket() {
        ChannelOutboundBuffer buffer = socket.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
