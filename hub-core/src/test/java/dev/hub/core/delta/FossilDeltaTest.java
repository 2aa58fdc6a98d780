package dev.hub.core.delta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deltas have the format that others read, are small, and are refused when they are malformed. */
class FossilDeltaTest {
    private static final int MIB = 1 << 20;

    @Test
    void writesSizeInsertionCopyAndChecksum() {
        assertThat(encode("", "")).isEqualTo("0\n0;");
        assertThat(encode("", "abcdefghij")).isEqualTo("A\nA:abcdefghijlChgC;");
        assertThat(encode("0123456789", "0123456789")).isEqualTo("A\nA@0,2ScrXf;");
    }

    @Test
    void checksumsAreUnsigned() {
        byte[] ones = new byte[9];
        Arrays.fill(ones, (byte) 0xff);

        byte[] delta = FossilDelta.encode(new byte[0], ones);

        assertThat(new String(delta, ISO_8859_1)).endsWith("\u00ff3z~~~z;");
        assertThat(FossilDelta.apply(new byte[0], delta, 9)).isEqualTo(ones);
    }

    @Test
    void smallEditsOfALargeTextMakeSmallDeltas() {
        String base = new Edits(new Random(1)).json(4096);
        String target = base.substring(0, 500) + "12" + base.substring(503, 2000) + "new" + base.substring(2000, 3500)
                + "{\"moved\":1}," + base.substring(3600);

        assertThat(encode(base, target).length()).isLessThan(80);
    }

    @Test
    void findsWhatHasMoved() {
        String base = new Edits(new Random(2)).json(2000);
        int middle = base.length() / 2;

        assertThat(encode(base, "<" + base.substring(middle) + "|" + base.substring(0, middle) + ">")
                        .length())
                .isLessThan(60);
    }

    @Test
    void isHardlyLongerThanATargetThatHasNothingInCommon() {
        Edits edits = new Edits(new Random(3));
        byte[] target = edits.bytes(5000, 256);

        assertThat(FossilDelta.encode(edits.bytes(5000, 256), target).length).isLessThanOrEqualTo(target.length + 16);
    }

    @Test
    void neverCutsACharacter() {
        String base = "\"0123456789\u00e9\u65e5\ud83d\ude80abcdefghijklmnop\u00e9\"";
        String target = "\"0123456789\u00e8\u65e6\ud83d\ude81abcdefghijklmnop\u00e8\"";

        byte[] delta = FossilDelta.encode(base.getBytes(UTF_8), target.getBytes(UTF_8));

        assertThat(new String(delta, UTF_8).getBytes(UTF_8)).isEqualTo(delta);
        assertThat(FossilDelta.apply(base.getBytes(UTF_8), delta, 100)).isEqualTo(target.getBytes(UTF_8));
    }

    @Test
    void isQuickWhenAllBlocksAreTheSame() {
        isQuick(new byte[MIB], every(i -> i % 16 == 0 ? 1 : 0));
        isQuick(every(i -> i % 9 == 0 ? 1 : 0), every(i -> i % 10 == 0 ? 1 : 0));
        isQuick(new byte[MIB], new byte[MIB - 1]);
        isQuick(every(i -> i == 0 ? 1 : 0), every(i -> i == 0 ? 2 : 0));
    }

    /** Contents whose hashes all fall into the first buckets, none of which the other side has. */
    @Test
    void isQuickWhenAllBlocksCollide() {
        isQuick(colliding(0), colliding(MIB));
    }

    @Test
    void isQuickWhenNothingIsCommon() {
        isQuick(new Edits(new Random(5)).bytes(MIB, 256), new Edits(new Random(6)).bytes(MIB, 256));
    }

    private static void isQuick(byte[] base, byte[] target) {
        byte[] delta = assertTimeout(Duration.ofSeconds(5), () -> FossilDelta.encode(base, target));

        assertThat(FossilDelta.apply(base, delta, target.length)).isEqualTo(target);
    }

    private static byte[] every(IntFunction<Integer> value) {
        byte[] bytes = new byte[MIB];
        for (int i = 0; i < MIB; i++) {
            bytes[i] = value.apply(i).byteValue();
        }
        return bytes;
    }

    private static byte[] colliding(long from) {
        // The multiplicative inverse, modulo 2^64, of the factor by which blocks are spread over the buckets.
        long inverse = 0xF1DE83E19937733DL;
        ByteBuffer bytes = ByteBuffer.allocate(MIB).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = from; bytes.hasRemaining(); i++) {
            bytes.putLong(inverse * i);
        }
        return bytes.array();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''           | number must have a digit, got none
                    4            | delta must end in a checksum, got its end
                    4;           | size must end in a line feed
                    L%0;         | target must have at most 20 bytes, got 21
                    zzzzzzz%0;   | number must be at most 4294967295, got more
                    4~~~~~%0;    | number must be at most 4294967295, got more
                    4%           | number must have a digit, got none
                    4%4@7,0;     | copy must lie within the base's 10 bytes, got 4 from 7
                    4%4@3~~~~~,0;| copy must lie within the base's 10 bytes, got 4 from 4294967295
                    4%4@0;0;     | copy must end in ','
                    4%4@0        | delta must end in a checksum, got its end
                    4%5@0,0;     | target must have the announced 4 bytes, got more
                    4%9:abcd0;   | insertion must lie within the delta, got 9 bytes
                    4%5:abcde0;  | target must have the announced 4 bytes, got more
                    4%3:abc0;    | target must have the announced 4 bytes, got 3
                    4%4:abcd0;   | checksum must be 1633837924, got 0
                    0%0;0        | checksum must be the end, got 1 more bytes
                    4%4!abcd0;   | operator must be '@', ':' or ';', got byte 33
                    """)
    void refusesWhatIsMalformed(String delta, String fault) {
        byte[] bytes = delta.replace('%', '\n').getBytes(UTF_8);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FossilDelta.apply("0123456789".getBytes(UTF_8), bytes, 20))
                .withMessageStartingWith("delta is malformed at byte ")
                .withMessageEndingWith(fault);
    }

    private static String encode(String base, String target) {
        byte[] delta = FossilDelta.encode(base.getBytes(UTF_8), target.getBytes(UTF_8));
        assertThat(FossilDelta.apply(base.getBytes(UTF_8), delta, target.length() * 4))
                .isEqualTo(target.getBytes(UTF_8));
        return new String(delta, UTF_8);
    }
}
