package dev.hub.load.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The opening handshake of a client (RFC 6455 section 4.1), with one fixed key so that the answer is known beforehand. */
public final class Handshake {
    private static final String KEY = "aHViIGxvYWQgdGVzdHMuLg==";
    private static final String ACCEPT = "e1ilNzqQWlageY/QeNiBhmUTpo8=";
    private static final int LARGEST_ANSWER = 8 * 1024;

    private Handshake() {}

    /**
     * The request.
     *
     * @param authority host and port, as the Host header has it
     * @param target path and query, beginning with a slash
     */
    public static byte[] request(String authority, String target) {
        return ("GET " + target + " HTTP/1.1\r\nHost: " + authority
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + "Sec-WebSocket-Key: " + KEY
                        + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the server's answer and leaves the reader index behind it.
     *
     * @return false when the answer is not complete yet; nothing is read then
     * @throws ProtocolViolation when the server does not upgrade; the text has the status line
     */
    public static boolean answered(ByteBuf bytes) {
        String head = bytes.toString(
                bytes.readerIndex(), Math.min(bytes.readableBytes(), LARGEST_ANSWER), StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            if (head.length() >= LARGEST_ANSWER) {
                throw new ProtocolViolation("the answer to the handshake has more than " + LARGEST_ANSWER + " bytes");
            }
            return false;
        }
        if (!head.startsWith("HTTP/1.1 101 ") || !head.substring(0, end).contains(ACCEPT)) {
            throw new ProtocolViolation(
                    "the server does not upgrade: " + head.lines().findFirst().orElse(""));
        }
        bytes.skipBytes(end + 4);
        return true;
    }
}
