package dev.hub.load.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
    private final Recorder sink = new Recorder();
    private final FrameReader reader = new FrameReader();

    @Property(tries = 500)
    void findsTheSameFramesWhereverTheBytesAreCut(@ForAll("payloads") List<byte[]> payloads, @ForAll long seed) {
        ByteBuf all = Unpooled.buffer();
        payloads.forEach(payload -> frame(all, 0x81, payload));
        Recorder recorder = new Recorder();
        FrameReader cutReader = new FrameReader();

        feedInPieces(
                cutReader,
                recorder,
                all,
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed));

        assertThat(recorder.messages).hasSameSizeAs(payloads);
        for (int i = 0; i < payloads.size(); i++) {
            assertThat(recorder.messages.get(i)).isEqualTo(payloads.get(i));
        }
    }

    @Provide
    Arbitrary<List<byte[]>> payloads() {
        Arbitrary<Integer> sizes = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 300), Arbitraries.of(125, 126, 127, 65_535, 65_536));
        return sizes.map(FrameReaderTest::bytes).list().ofMinSize(1).ofMaxSize(6);
    }

    @Test
    void releasesWhatItKeptOfACutFrame() {
        ByteBuf cut = Unpooled.buffer().writeBytes(new byte[] {(byte) 0x81, 5, 'a'});

        reader.read(cut, sink);
        reader.release();
        reader.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 1, 'b'}), sink);

        assertThat(sink.messages).containsExactly("b".getBytes(UTF_8));
    }

    @Test
    void handsOverThePayloadOfAPing() {
        ByteBuf bytes = Unpooled.buffer();
        frame(bytes, 0x89, "are you there".getBytes(UTF_8));

        reader.read(bytes, sink);

        assertThat(sink.pings).containsExactly("are you there");
        assertThat(sink.messages).isEmpty();
    }

    @Test
    void tellsCodeAndReasonOfAClose() {
        ByteBuf bytes = Unpooled.buffer();
        ByteBuf payload = Unpooled.buffer().writeShort(3008).writeBytes("slow".getBytes(UTF_8));
        frame(bytes, 0x88, ByteBufUtil.getBytes(payload));
        frame(bytes, 0x88, new byte[0]);

        reader.read(bytes, sink);

        assertThat(sink.closes).containsExactly("3008 slow", "1005 ");
    }

    @Test
    void refusesWhatNoServerUnderTestSends() {
        assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0}), sink))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("masked");
        assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {0x01, 1, 'a'}), sink))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("0x01: fragmented");
        assertThatThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {(byte) 0xc1, 1, 'a'}), sink))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("0xc1: fragmented or compressed");
        assertThatThrownBy(
                        () -> reader.read(Unpooled.buffer().writeShort(0x817f).writeLong(1L << 40), sink))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("1099511627776 bytes");
    }

    private static void feedInPieces(FrameReader reader, FrameSink sink, ByteBuf all, RandomGenerator random) {
        while (all.isReadable()) {
            int most = random.nextBoolean() ? 4 : all.readableBytes();
            int size = Math.min(all.readableBytes(), 1 + random.nextInt(most));
            ByteBuf piece = Unpooled.copiedBuffer(all.readSlice(size));
            reader.read(piece, sink);
            assertThat(piece.isReadable()).isFalse();
            piece.release();
        }
    }

    private static byte[] bytes(int size) {
        byte[] payload = new byte[size];
        for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i * 31 + size);
        }
        return payload;
    }

    private static void frame(ByteBuf out, int first, byte[] payload) {
        out.writeByte(first);
        if (payload.length < 126) {
            out.writeByte(payload.length);
        } else if (payload.length < 65_536) {
            out.writeByte(126).writeShort(payload.length);
        } else {
            out.writeByte(127).writeLong(payload.length);
        }
        out.writeBytes(payload);
    }

    private static final class Recorder implements FrameSink {
        private final List<byte[]> messages = new ArrayList<>();
        private final List<String> pings = new ArrayList<>();
        private final List<String> closes = new ArrayList<>();

        @Override
        public void message(ByteBuf bytes, int start, int length) {
            byte[] copy = new byte[length];
            bytes.getBytes(start, copy);
            messages.add(copy);
        }

        @Override
        public void ping(byte[] payload) {
            pings.add(new String(payload, UTF_8));
        }

        @Override
        public void closed(int code, String reason) {
            closes.add(code + " " + reason);
        }
    }
}
