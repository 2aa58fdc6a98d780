package dev.hub.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ClientFramesTest {
    @Property(tries = 200)
    void areReadByAServerThatIsNotOurs(@ForAll @IntRange(min = 0, max = 3_000) int size) {
        String text = "ä".repeat(size / 2) + "x".repeat(size % 2);
        ByteBuf out = Unpooled.buffer();

        ClientFrames.text(out, text.getBytes(StandardCharsets.UTF_8));

        WebSocketFrame frame = decode(out);
        assertThat(frame).isInstanceOf(TextWebSocketFrame.class);
        assertThat(frame.isFinalFragment()).isTrue();
        assertThat(frame.content().toString(StandardCharsets.UTF_8)).isEqualTo(text);
        frame.release();
    }

    @Test
    void refusesWhatDoesNotFitTheLengthField() {
        assertThatThrownBy(() -> ClientFrames.text(Unpooled.buffer(), new byte[65_536]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a frame holds at most 65535 bytes here, got 65536");
    }

    private static WebSocketFrame decode(ByteBuf bytes) {
        WebSocketDecoderConfig config =
                WebSocketDecoderConfig.newBuilder().expectMaskedFrames(true).build();
        EmbeddedChannel server = new EmbeddedChannel(new WebSocket13FrameDecoder(config));
        server.writeInbound(bytes);
        return server.readInbound();
    }
}
