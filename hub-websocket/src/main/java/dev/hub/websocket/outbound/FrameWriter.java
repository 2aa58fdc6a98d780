package dev.hub.websocket.outbound;

import dev.hub.core.metrics.Tally;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/**
 * Turns frames into writes: small ones are copied together, large ones and those that many sockets share are written
 * from where they lie. Belongs to one event loop.
 */
final class FrameWriter {
    private static final int MAX_COPY = 64 * 1024;

    private final FlushTurn turn;
    private final Tally writes = new Tally();

    FrameWriter(FlushTurn turn) {
        this.turn = turn;
    }

    /** Writes so far. */
    Tally writes() {
        return writes;
    }

    /** Writes the frame at {@code start}, together with as many small ones behind it as fit; tells where it stopped. */
    int write(WaitingFrames frames, int start, ChannelHandlerContext socket) {
        writes.add(1);
        OutboundFrame frame = frames.frame(start);
        if (frame.isBestAlone(frames.count() == 1)) {
            hand(socket, frame.view(turn));
            return start + 1;
        }
        int size = frame.size();
        int end = start + 1;
        while (end < frames.count()
                && !frames.frame(end).isBestAlone(false)
                && size + frames.frame(end).size() <= MAX_COPY) {
            size += frames.frame(end++).size();
        }
        ByteBuf buffer = socket.alloc().directBuffer(size, size);
        for (int at = start; at < end; at++) {
            frames.frame(at).copyTo(buffer);
        }
        hand(socket, buffer);
        return end;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // with a void promise, the pipeline is told of failures
    private static void hand(ChannelHandlerContext socket, ByteBuf bytes) {
        socket.write(bytes, socket.voidPromise());
    }
}
