package dev.hub.load.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class StampsTest {
    private static final long BASE = 1_000_000_000_000_000L;

    @Property
    void readsTheStampWhereverTheServerPutsThePayload(
            @ForAll @LongRange(min = BASE, max = (1L << 53) - 1) long then, @ForAll @IntRange(max = 80) int before) {
        Stamps stamps = new Stamps(64);
        String payload = new String(stamps.payload(then), UTF_8);

        for (String message : new String[] {payload, "-".repeat(before) + payload + "-", payload + "-"}) {
            ByteBuf bytes = Unpooled.copiedBuffer("#" + message, UTF_8);
            assertThat(stamps.read(bytes, 1, message.length())).isEqualTo(then);
        }
    }

    @Test
    void makesPayloadsOfTheSizeAskedFor() {
        byte[] payload = new Stamps(128).payload(BASE);

        assertThat(payload).hasSize(128);
        assertThat(new String(payload, UTF_8))
                .startsWith("{\"t\":1000000000000000,\"p\":\"x")
                .endsWith("x\"}");
    }

    @Test
    void stampsRiseEvenWhenTheTimeDoesNot() {
        Stamps stamps = new Stamps(32);

        String first = new String(stamps.payload(BASE + 7), UTF_8);
        String second = new String(stamps.payload(BASE + 7), UTF_8);

        assertThat(first).contains("1000000000000007");
        assertThat(second).contains("1000000000000008");
    }

    @Test
    void refusesAMessageWithoutAStamp() {
        assertThatThrownBy(() -> new Stamps(32).read(Unpooled.copiedBuffer("{\"x\":1}", UTF_8), 0, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without a time stamp: {\"x\":1}");
    }

    @Test
    void refusesAPayloadThatHasNoRoomForAStamp() {
        assertThatThrownBy(() -> new Stamps(31)).hasMessage("payload must be at least 32 bytes, got 31");
    }
}
