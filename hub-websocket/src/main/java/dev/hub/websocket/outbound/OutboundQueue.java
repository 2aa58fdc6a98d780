package dev.hub.websocket.outbound;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.List;

/**
 * Everything that goes out to one socket, in order. Frames wait for the end of the turn and then leave in one write;
 * while the socket takes no more they stay here. What waits is bounded in bytes; the owner is told when the bound
 * is passed. Belongs to one event loop.
 */
public final class OutboundQueue extends WaitingFrames {
    static final int ARRAY_SIZE = 16;

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
    private final Owner owner;
    private boolean waitsForTurn;
    private boolean ended;
    private boolean closesSocket;
    private boolean tellsWhenDrained;
    /** What the socket's own buffer holds while it takes nothing although something waits here; 0 otherwise. */
    private int stalledBytes;

    /** The queue of {@code socket}, where frames are written as they are. */
    public OutboundQueue(ChannelHandlerContext socket, FlushTurn turn, Owner owner) {
        super(turn);
        this.socket = socket;
        this.owner = owner;
    }

    /** Who is told what becomes of the socket. */
    public Owner owner() {
        return owner;
    }

    /** What waits here and in the socket's own buffer, in bytes. */
    public long waiting() {
        return bytes() + bytesInSocket();
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
        wake();
        return true;
    }

    /** Takes back the oldest of what waits here of {@code source} until {@code size} bytes fit; tells what was taken. */
    public List<OutboundFrame.Origin> dropOldest(Object source, int size) {
        return takeBack(source, waiting() + size - turn.maxQueueBytes());
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
            wake();
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
        if ((count() > 0 || tellsWhenDrained) && socket.channel().isWritable()) {
            wake();
        }
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
        while (count() > 0 && socket.channel().isWritable()) {
            writeSome();
        }
        if (count() > 0) {
            stalls();
        } else if (tellsWhenDrained && socket.channel().isWritable()) {
            tellsWhenDrained = false;
            owner.drained();
        }
    }

    /** As much as the socket takes at once: what stays here can still be taken back. */
    private void writeSome() {
        int at = 0;
        while (at < count() && socket.channel().isWritable()) {
            at = turn.writer().write(this, at, socket);
        }
        int size = bytes();
        removeFirst(at);
        turn.bytes().add((long) size - bytes());
        if (count() == 0 && ended && closesSocket) {
            socket.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        socket.flush();
    }

    private void stalls() {
        if (count() > 0 && stalledBytes == 0) {
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

    private void clear() {
        removeAll();
        stallsNoMore();
    }

    private long bytesInSocket() {
        ChannelOutboundBuffer buffer = socket.channel().unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }
}
