package dev.hub.websocket.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Arrays;
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
            return;
        }
        if (count > 0) {
            writeAll();
        }
        if (tellsWhenDrained && count == 0 && socket.channel().isWritable()) {
            tellsWhenDrained = false;
            owner.drained();
        }
    }

    private void writeAll() {
        turn.bytes().add(bytes);
        int at = 0;
        while (at < count) {
            at = write(at);
        }
        clear();
        if (ended && closesSocket) {
            socket.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        socket.flush();
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
        OutboundFrame[] array = others;
        if (array != null) {
            Arrays.fill(array, 0, count - 1, null);
            turn.giveBack(array);
            others = null;
        }
        first = null;
        count = 0;
        bytes = 0;
    }

    private long bytesInSocket() {
        ChannelOutboundBuffer buffer = socket.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
