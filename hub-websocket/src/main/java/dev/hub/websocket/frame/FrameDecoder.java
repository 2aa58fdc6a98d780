package dev.hub.websocket.frame;

import dev.hub.core.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Decodes the frames that a client sends (RFC 6455, section 5) from pieces of any size, without extensions. Keeps no
 * buffer between messages, and inside a message never more than twice what has arrived.
 */
public final class FrameDecoder {
    private static final byte[] NOTHING = new byte[0];
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int LENGTH_16_BIT = 126;
    private static final int LENGTH_64_BIT = 127;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private final FrameListener listener;
    private final int maxMessage;

    // The header of the frame at hand, byte by byte.
    private byte headerBytes;
    private byte first;
    private byte second;
    private int mask;
    private long length;

    // Its payload; a control frame may stand between the frames of a message.
    private int taken;
    private byte[] control = NOTHING;
    private byte[] message = NOTHING;
    private int messageSize;
    private byte messageKind = CONTINUATION;
    private boolean ended;

    /**
     * A decoder for one socket.
     *
     * @param maxMessage largest message in bytes; a larger one is refused with {@link CloseCode#MESSAGE_TOO_BIG}
     *     before it is read
     */
    public FrameDecoder(FrameListener listener, int maxMessage) {
        this.listener = listener;
        this.maxMessage = maxMessage;
    }

    /** Decodes what {@code in} holds; after a close or a violation it only reads it away. */
    public void decode(ByteBuf in) {
        while (in.isReadable() && !ended) {
            if (!headerIsComplete()) {
                readHeaderByte(in.readByte());
            } else {
                readPayload(in);
            }
            if (!ended && headerIsComplete() && taken == length) {
                finishFrame();
            }
        }
        in.skipBytes(in.readableBytes());
    }

    private boolean headerIsComplete() {
        return headerBytes >= 2 && headerBytes == headerSize();
    }

    private int headerSize() {
        return 2 + lengthBytes() + Integer.BYTES;
    }

    private int lengthBytes() {
        return switch (second & 0x7f) {
            case LENGTH_16_BIT -> Short.BYTES;
            case LENGTH_64_BIT -> Long.BYTES;
            default -> 0;
        };
    }

    private void readHeaderByte(byte value) {
        int at = headerBytes++;
        if (at == 0) {
            first = value;
        } else if (at == 1) {
            second = value;
            int shortLength = value & 0x7f;
            length = shortLength < LENGTH_16_BIT ? shortLength : 0;
            checkStart();
        } else if (at < 2 + lengthBytes()) {
            length = length << 8 | (value & 0xff);
        } else {
            mask = mask << 8 | (value & 0xff);
        }
        if (!ended && headerBytes == 2 + lengthBytes()) {
            checkLength();
        }
    }

    private void checkStart() {
        boolean masked = (second & 0x80) != 0;
        boolean reserved = (first & 0x70) != 0;
        boolean allowed = isControl() ? isFinal() && (second & 0x7f) <= MAX_CONTROL_PAYLOAD : startsOrContinues();
        if (!masked || reserved || !isKnown() || !allowed) {
            refuse(CloseCode.PROTOCOL_ERROR);
        }
    }

    private boolean startsOrContinues() {
        return (opcode() == CONTINUATION) == (messageKind != CONTINUATION);
    }

    private void checkLength() {
        if (length < 0) {
            refuse(CloseCode.PROTOCOL_ERROR);
        } else if (!isControl() && length > maxMessage - messageSize) {
            refuse(CloseCode.MESSAGE_TOO_BIG);
        }
    }

    private void readPayload(ByteBuf in) {
        int available = (int) Math.min(length - taken, in.readableBytes());
        int offset = isControl() ? taken : messageSize;
        byte[] target = room(offset, available);
        in.readBytes(target, offset, available);
        unmask(target, offset, available);
        taken += available;
        if (!isControl()) {
            messageSize += available;
        }
    }

    /** Grows with what arrives, not with what is announced. */
    private byte[] room(int size, int more) {
        byte[] array = isControl() ? control : message;
        if (size + more <= array.length) {
            return array;
        }
        long remaining = length - taken;
        int wanted = more == remaining ? size + more : Math.max(size + more, 2 * size);
        byte[] grown = Arrays.copyOf(array, wanted);
        if (isControl()) {
            control = grown;
        } else {
            message = grown;
        }
        return grown;
    }

    private void unmask(byte[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] ^= (byte) (mask >>> (24 - 8 * ((taken + i) & 3)));
        }
    }

    private void finishFrame() {
        headerBytes = 0;
        taken = 0;
        mask = 0;
        if (isControl()) {
            finishControl();
            return;
        }
        if (opcode() != CONTINUATION) {
            messageKind = (byte) opcode();
        }
        if (isFinal()) {
            finishMessage();
        }
    }

    private void finishControl() {
        byte[] payload = control.length == length ? control : Arrays.copyOf(control, (int) length);
        control = NOTHING;
        switch (opcode()) {
            case PING -> listener.ping(payload);
            case CLOSE -> finishClose(payload);
            default -> {
                // A WebSocket pong answers nothing that the hub asked.
            }
        }
    }

    private void finishClose(byte[] payload) {
        int code = payload.length < 2 ? 0 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        if (payload.length > 0 && !mayBeSent(code)) {
            refuse(CloseCode.PROTOCOL_ERROR);
            return;
        }
        ended = true;
        listener.close(code);
    }

    /** RFC 6455, section 7.4. */
    private static boolean mayBeSent(int code) {
        boolean defined = code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
        return defined || (code >= 3000 && code <= 4999);
    }

    private void finishMessage() {
        byte[] whole = message.length == messageSize ? message : Arrays.copyOf(message, messageSize);
        boolean text = messageKind == TEXT;
        message = NOTHING;
        messageSize = 0;
        messageKind = CONTINUATION;
        if (!text) {
            listener.binary(whole);
        } else if (Utf8.isValid(whole)) {
            listener.text(whole);
        } else {
            refuse(CloseCode.INVALID_UTF8);
        }
    }

    private void refuse(CloseCode code) {
        ended = true;
        message = NOTHING;
        listener.violation(code);
    }

    private boolean isKnown() {
        return opcode() <= BINARY || (opcode() >= CLOSE && opcode() <= PONG);
    }

    private boolean isControl() {
        return opcode() >= CLOSE;
    }

    private boolean isFinal() {
        return (first & 0x80) != 0;
    }

    private int opcode() {
        return first & 0x0f;
    }
}
