package dev.hub.websocket.outbound;

import java.nio.charset.StandardCharsets;

/** Frames that carry no message of the client protocol, and the hub's ping, which is an empty object. */
public final class ControlFrames {
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8a;
    private static final int MAX_PAYLOAD = 125;
    private static final int CODE_BYTES = 2;
    private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

    private ControlFrames() {}

    /** The ping of the client protocol. */
    public static OutboundFrame ping() {
        return OutboundFrame.text(EMPTY_OBJECT);
    }

    /** The answer to a WebSocket ping (RFC 6455, section 5.5.3). */
    public static OutboundFrame pong(byte[] payload) {
        return frame(PONG, payload);
    }

    /** A close with code and reason; the reason is cut to 123 bytes. */
    public static OutboundFrame close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = wholeCharacters(text, MAX_PAYLOAD - CODE_BYTES);
        byte[] payload = new byte[CODE_BYTES + length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, CODE_BYTES, length);
        return frame(CLOSE, payload);
    }

    /** A close without code, in answer to one without code. */
    public static OutboundFrame close() {
        return frame(CLOSE, new byte[0]);
    }

    /** The longest part of {@code utf8} within {@code limit} that does not end inside a character. */
    private static int wholeCharacters(byte[] utf8, int limit) {
        if (utf8.length <= limit) {
            return utf8.length;
        }
        int end = limit;
        while ((utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        return end;
    }

    private static OutboundFrame frame(int opcode, byte[] payload) {
        byte[] frame = new byte[2 + payload.length];
        frame[0] = (byte) opcode;
        frame[1] = (byte) payload.length;
        System.arraycopy(payload, 0, frame, 2, payload.length);
        return OutboundFrame.raw(frame);
    }
}
