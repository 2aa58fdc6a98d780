package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Netty's decoder, which knows nothing of ours. */
class EncodedPushTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 124, 125, 126, 127, 128, 65_534, 65_535, 65_536, 200_000})
    void isOneTextFrameOfAnySize(int size) {
        byte[] body = "é".repeat(size).substring(0, size).getBytes(StandardCharsets.UTF_8);
        EncodedPush push = EncodedPush.ofText(body);

        EmbeddedChannel peer = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, 1 << 20));
        peer.writeInbound(Unpooled.wrappedBuffer(push.frame()));
        TextWebSocketFrame frame = peer.readInbound();

        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.text().getBytes(StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(push.frame().length - push.bodyStart()).isEqualTo(body.length);
        assertThat(peer.<Object>readInbound()).isNull();
        frame.release();
        peer.finishAndReleaseAll();
    }
}
