package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.buffer.Buffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final String JSON = "{\"data\":\"a\\nb {\"}";

    @Test
    void readsAPlace() {
        Envelope message = Envelope.decode(Buffer.buffer("7 6 abcdefgh d\n" + JSON));

        assertThat(message).isEqualTo(new Envelope(7, 6, "abcdefgh", true, "", Payload.ofJson(JSON)));
        assertThat(message.position()).isEqualTo(new StreamPosition(7, "abcdefgh"));
        assertThat(message.isPositioned()).isTrue();
    }

    @Test
    void readsTheChannelWithItsSpaces() {
        assertThat(Envelope.decode(Buffer.buffer("1 0 abcdefgh - a b  c\n" + JSON))
                        .channel())
                .isEqualTo("a b  c");
    }

    @Test
    void readsWhatHasNoPlace() {
        Envelope bare = new Envelope(0, 0, "", false, "", Payload.ofJson(JSON));

        assertThat(Envelope.decode(Buffer.buffer(JSON))).isEqualTo(bare);
        assertThat(Envelope.decode(Buffer.buffer("0 0 - -\n" + JSON))).isEqualTo(bare);
        assertThat(bare.isPositioned()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1 0 abcdefgh -",
                "\n{}",
                "1 0 abcdefgh\n{}",
                "x 0 abcdefgh -\n{}",
                "1 -1 abcdefgh -\n{}",
                "1 1 abcdefgh -\n{}",
                "1 0 - -\n{}",
                "0 0 abcdefgh -\n{}",
                "99999999999999999999 0 abcdefgh -\n{}",
                "1  abcdefgh -\n{}"
            })
    void refusesWhatIsNoMessage(String text) {
        assertThatThrownBy(() -> Envelope.decode(Buffer.buffer(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsThePublicationOutOfTheErrorsText() {
        assertThatThrownBy(() -> Envelope.decode(Buffer.buffer("secret word\n{}")))
                .hasMessageNotContaining("secret");
    }

    @Property
    void comesBackAsItWas(
            @ForAll @LongRange(min = 1, max = (1L << 53) - 1) long offset,
            @ForAll @LongRange(max = (1L << 53) - 1) long previous,
            @ForAll @AlphaChars @StringLength(8) String epoch,
            @ForAll boolean delta,
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 255) String channel) {
        Envelope message =
                new Envelope(offset, Math.min(previous, offset - 1), epoch, delta, channel, Payload.ofJson(JSON));

        assertThat(Envelope.decode(message.encode())).isEqualTo(message);
    }

    @Property
    void isReadOrRefusedWhateverTheBytes(@ForAll byte[] bytes) {
        try {
            assertThat(Envelope.decode(Buffer.buffer(bytes)).publication()).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }
}
