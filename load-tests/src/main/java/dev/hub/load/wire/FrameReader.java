package dev.hub.load.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames in the bytes of one server connection (RFC 6455 section 5.2), wherever the kernel cut them. Payloads are not copied
 * unless a frame is cut; then its beginning is kept until the rest comes. One per socket, on the event loop.
 */
public final class FrameReader {
    /** A frame larger than this is taken for garbage. Far above what any server under test sends in one frame. */
    static final int LARGEST_PAYLOAD = 16 * 1024 * 1024;

    private static final int INCOMPLETE = -1;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int NO_CODE = 1005;

    private @Nullable ByteBuf cut;

    /**
     * Hands every complete frame to the sink. The bytes are read to their end; the caller keeps ownership of the buffer.
     *
     * @throws ProtocolViolation when the bytes are no frames a server may send; compressed and fragmented messages are none here
     */
    public void read(ByteBuf bytes, FrameSink sink) {
        if (cut == null) {
            readWhole(bytes, sink);
            if (bytes.isReadable()) {
                cut = bytes.alloc().buffer(bytes.readableBytes() + 256).writeBytes(bytes);
            }
        } else {
            ByteBuf joined = cut.writeBytes(bytes);
            readWhole(joined, sink);
            keepRest(joined);
        }
    }

    /** Gives back what was kept of a cut frame. To be called when the connection ends. */
    public void release() {
        if (cut != null) {
            cut.release();
            cut = null;
        }
    }

    private void keepRest(ByteBuf joined) {
        if (joined.isReadable()) {
            joined.discardReadBytes();
        } else {
            release();
        }
    }

    private static void readWhole(ByteBuf bytes, FrameSink sink) {
        int at = bytes.readerIndex();
        int end = bytes.writerIndex();
        while (end - at >= 2) {
            int header = headerLength(bytes, at);
            int length = payloadLength(bytes, at, end);
            if (length == INCOMPLETE || end - at - header < length) {
                break;
            }
            dispatch(bytes.getByte(at), bytes, at + header, length, sink);
            at += header + length;
        }
        bytes.readerIndex(at);
    }

    private static int headerLength(ByteBuf bytes, int at) {
        int indicator = bytes.getByte(at + 1) & 0x7f;
        return indicator < 126 ? 2 : indicator == 126 ? 4 : 10;
    }

    private static int payloadLength(ByteBuf bytes, int at, int end) {
        int second = bytes.getByte(at + 1);
        if (second < 0) {
            throw new ProtocolViolation("a frame of the server is masked");
        }
        if (second < 126) {
            return second;
        }
        if (second == 126) {
            return end - at < 4 ? INCOMPLETE : bytes.getUnsignedShort(at + 2);
        }
        return end - at < 10 ? INCOMPLETE : checked(bytes.getLong(at + 2));
    }

    private static int checked(long length) {
        if (length < 0 || length > LARGEST_PAYLOAD) {
            throw new ProtocolViolation(
                    "a frame of " + length + " bytes, at most " + LARGEST_PAYLOAD + " are expected");
        }
        return (int) length;
    }

    private static void dispatch(byte first, ByteBuf bytes, int start, int length, FrameSink sink) {
        if ((first & 0xf0) != 0x80) {
            throw new ProtocolViolation("first byte of a frame is 0x%02x: fragmented or compressed".formatted(first));
        }
        switch (first & 0x0f) {
            case TEXT, BINARY -> sink.message(bytes, start, length);
            case PING -> sink.ping(copy(bytes, start, length));
            case CLOSE -> closed(bytes, start, length, sink);
            case PONG -> {}
            default -> throw new ProtocolViolation("unknown opcode " + (first & 0x0f));
        }
    }

    private static void closed(ByteBuf bytes, int start, int length, FrameSink sink) {
        if (length < 2) {
            sink.closed(NO_CODE, "");
        } else {
            sink.closed(bytes.getUnsignedShort(start), bytes.toString(start + 2, length - 2, StandardCharsets.UTF_8));
        }
    }

    private static byte[] copy(ByteBuf bytes, int start, int length) {
        byte[] copy = new byte[length];
        bytes.getBytes(start, copy);
        return copy;
    }
}
