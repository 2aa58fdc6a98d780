package dev.hub.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.protocol.CloseCode;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FrameDecoderTest {
    private static final int LIMIT = 70_000;

    /** Writes down what it is told. */
    private static final class Recorder implements FrameListener {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void text(byte[] message) {
            heard.add("text " + new String(message, StandardCharsets.UTF_8));
        }

        @Override
        public void binary(byte[] message) {
            heard.add("binary " + message.length);
        }

        @Override
        public void ping(byte[] payload) {
            heard.add("ping " + payload.length);
        }

        @Override
        public void close(int code) {
            heard.add("close " + code);
        }

        @Override
        public void violation(CloseCode code) {
            heard.add("violation " + code.code());
        }
    }

    private static byte[] frame(int first, byte[] payload, int mask) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int length = payload.length;
        int lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        out.write(0x80 | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = lengthBytes - 1; i >= 0; i--) {
            out.write((int) ((long) length >>> (8 * i)));
        }
        for (int i = 3; i >= 0; i--) {
            out.write(mask >>> (8 * i));
        }
        for (int i = 0; i < length; i++) {
            out.write(payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
        }
        return out.toByteArray();
    }

    private static List<String> decode(byte[] bytes, int pieces, long seed) {
        Recorder recorder = new Recorder();
        FrameDecoder decoder = new FrameDecoder(recorder, LIMIT);
        Random random = new Random(seed);
        int at = 0;
        while (at < bytes.length) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(Math.max(1, 2 * bytes.length / pieces)));
            decoder.decode(Unpooled.wrappedBuffer(bytes, at, end - at));
            at = end;
        }
        return recorder.heard;
    }

    @Property
    void decodesMessagesHoweverTheyAreCut(
            @ForAll @Size(max = 6) List<@IntRange(max = 69_000) Integer> sizes,
            @ForAll int mask,
            @ForAll @IntRange(min = 1, max = 50) int pieces,
            @ForAll long seed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (int size : sizes) {
            String message = "\u00e9".repeat(size / 2);
            byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
            int split = utf8.length / 3;
            all.writeBytes(frame(0x01, java.util.Arrays.copyOfRange(utf8, 0, split), mask));
            all.writeBytes(frame(0x89, new byte[size % 126], ~mask));
            all.writeBytes(frame(0x80, java.util.Arrays.copyOfRange(utf8, split, utf8.length), mask + 1));
            expected.add("ping " + size % 126);
            expected.add("text " + message);
        }

        assertThat(decode(all.toByteArray(), pieces, seed)).isEqualTo(expected);
    }

    @Property(tries = 2000)
    void neverThrowsOnNoiseAndStopsAtTheFirstViolation(@ForAll byte[] noise, @ForAll long seed) {
        List<String> heard = decode(noise, 5, seed);

        assertThat(heard.stream().filter(each -> each.startsWith("violation")).count())
                .isLessThanOrEqualTo(1);
        if (heard.stream().anyMatch(each -> each.startsWith("violation"))) {
            assertThat(heard.getLast()).startsWith("violation");
        }
    }

    @Test
    void refusesALengthBeyondTheLimitBeforeThePayload() {
        byte[] huge = {(byte) 0x81, (byte) 0xff, 0x00, 0, 0, 0, 0x7f, 0, 0, 0};
        byte[] negative = {(byte) 0x81, (byte) 0xff, (byte) 0x80, 0, 0, 0, 0x7f, 0, 0, 0};

        assertThat(decode(huge, 1, 1)).containsExactly("violation 1009");
        assertThat(decode(negative, 1, 1)).containsExactly("violation 1002");
    }

    @Test
    void tellsTheCodeOfACloseAndReadsNothingAfterIt() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(0x88, new byte[] {0x0b, (byte) 0xb8, 'b', 'y', 'e'}, 7));
        all.writeBytes(frame(0x81, new byte[] {'x'}, 7));

        assertThat(decode(all.toByteArray(), 3, 1)).containsExactly("close 3000");
        assertThat(decode(frame(0x88, new byte[0], 7), 1, 1)).containsExactly("close 0");
    }

    @Test
    void refusesCloseCodesThatMayNotBeSent() {
        for (int code : new int[] {0, 999, 1005, 1006, 1015, 2999, 5000}) {
            byte[] payload = {(byte) (code >> 8), (byte) code};
            assertThat(decode(frame(0x88, payload, 7), 1, 1)).containsExactly("violation 1002");
        }
        assertThat(decode(frame(0x88, new byte[] {1}, 7), 1, 1)).containsExactly("violation 1002");
    }

    @Test
    void refusesAContinuationOfNothingAndAMessageInsideAMessage() {
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        nested.writeBytes(frame(0x01, new byte[] {'x'}, 7));
        nested.writeBytes(frame(0x81, new byte[] {'x'}, 7));

        assertThat(decode(frame(0x80, new byte[] {'x'}, 7), 1, 1)).containsExactly("violation 1002");
        assertThat(decode(nested.toByteArray(), 1, 1)).containsExactly("violation 1002");
    }
}
