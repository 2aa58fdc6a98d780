package dev.hub.load.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class HandshakeTest {
    @Test
    void knowsTheAnswerThatTheProtocolDemandsForItsKey() throws NoSuchAlgorithmException {
        String request = new String(Handshake.request("127.0.0.1:80", "/x"), US_ASCII);
        String key = request.replaceAll("(?s).*Sec-WebSocket-Key: ([^\r]*)\r.*", "$1");
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII));

        assertThat(Handshake.answered(answer(
                        "HTTP/1.1 101 Switching Protocols", Base64.getEncoder().encodeToString(digest))))
                .isTrue();
    }

    @Test
    void leavesTheFirstFrameUnread() {
        ByteBuf bytes =
                answer("HTTP/1.1 101 ok", "e1ilNzqQWlageY/QeNiBhmUTpo8=").writeBytes(new byte[] {1, 2, 3});

        assertThat(Handshake.answered(bytes)).isTrue();
        assertThat(bytes.readableBytes()).isEqualTo(3);
    }

    @Test
    void waitsForTheWholeAnswer() {
        ByteBuf bytes = Unpooled.copiedBuffer("HTTP/1.1 101 Switching Protocols\r\nUpgr", US_ASCII);

        assertThat(Handshake.answered(bytes)).isFalse();
        assertThat(bytes.readerIndex()).isZero();
    }

    @Test
    void namesTheStatusOfARefusal() {
        assertThatThrownBy(() -> Handshake.answered(answer("HTTP/1.1 403 Forbidden", "none")))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessage("the server does not upgrade: HTTP/1.1 403 Forbidden");
        assertThatThrownBy(() -> Handshake.answered(answer("HTTP/1.1 101 ok", "forged")))
                .isInstanceOf(ProtocolViolation.class);
    }

    private static ByteBuf answer(String status, String accept) {
        return Unpooled.copiedBuffer(status + "\r\nSec-WebSocket-Accept: " + accept + "\r\n\r\n", US_ASCII);
    }
}
