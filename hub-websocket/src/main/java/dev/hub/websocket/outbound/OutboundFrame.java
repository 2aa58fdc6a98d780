package dev.hub.websocket.outbound;

import dev.hub.core.protocol.EncodedPush;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete WebSocket frame, or several end to end, on the way to one socket or to many. Kept on the heap, so that queues may hold it without
 * counting references; the direct copy that many sockets write from exists for the length of one turn.
 */
public final class OutboundFrame {
    /** From this size on, in bytes, a frame is written from where it lies instead of being copied together. */
    static final int LARGE = 4096;

    private final byte[] bytes;
    private final boolean shared;
    private @Nullable ByteBuf direct;
    private @Nullable Origin origin;
    /** Queues that it waits in. */
    private int queues;

    /** What a frame was made of, where it may have to be taken back. */
    public interface Origin {
        /** What it belongs to; frames of the same source may replace each other. */
        Object source();

        /** How many publications are in it. */
        int publications();
    }

    private OutboundFrame(byte[] bytes, boolean shared) {
        this.bytes = bytes;
        this.shared = shared;
    }

    /** A frame for many sockets of one event loop. */
    public static OutboundFrame shared(EncodedPush push) {
        return new OutboundFrame(push.frame(), true);
    }

    /** Frames for many sockets of one event loop, put end to end: {@code pushes}, {@code size} bytes in all. */
    public static OutboundFrame joined(List<EncodedPush> pushes, int size) {
        byte[] bytes = new byte[size];
        int at = 0;
        for (EncodedPush push : pushes) {
            byte[] frame = push.frame();
            System.arraycopy(frame, 0, bytes, at, frame.length);
            at += frame.length;
        }
        return new OutboundFrame(bytes, true);
    }

    /** A text frame for one socket. */
    public static OutboundFrame text(byte[] message) {
        return new OutboundFrame(EncodedPush.ofText(message).frame(), false);
    }

    static OutboundFrame raw(byte[] frame) {
        return new OutboundFrame(frame, false);
    }

    /** It was made of {@code made}, and may be taken back from queues. */
    public OutboundFrame from(Origin made) {
        origin = made;
        return this;
    }

    /** What it was made of; null where it must not be taken back. */
    @Nullable
    Origin origin() {
        return origin;
    }

    /** It comes into a queue; tells how many bytes wait more. */
    int enter() {
        return queues++ == 0 ? bytes.length : 0;
    }

    /** It leaves a queue; tells how many bytes wait less. */
    int leave() {
        return --queues == 0 ? bytes.length : 0;
    }

    /** Length in bytes, header included. */
    public int size() {
        return bytes.length;
    }

    /** It is better written by itself than copied together with others, or copied at all. */
    boolean isBestAlone(boolean single) {
        return bytes.length >= LARGE || (single && shared);
    }

    void copyTo(ByteBuf buffer) {
        buffer.writeBytes(bytes);
    }

    /** A view of the direct copy, which is made at the first call in a turn; the write releases it. */
    ByteBuf view(FlushTurn turn) {
        ByteBuf buffer = direct;
        if (buffer == null) {
            buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(bytes.length, bytes.length);
            buffer.writeBytes(bytes);
            direct = buffer;
            turn.releaseAfterwards(this);
        }
        return buffer.retainedDuplicate();
    }

    /** Gives the direct copy up; it lives on until the last write from it is done. */
    void releaseDirect() {
        ByteBuf buffer = direct;
        direct = null;
        if (buffer != null) {
            buffer.release();
        }
    }
}
