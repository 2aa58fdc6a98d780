package dev.hub.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class RemovalTest {
    private static final Removal REMOVAL = Removal.decode(Buffer.buffer("removed 12 abcdefgh"));

    @Test
    void concernsWhatComesUpToItsPlaceInItsEpoch() {
        assertThat(REMOVAL.concerns(new StreamPosition(12, "abcdefgh"))).isTrue();
        assertThat(REMOVAL.concerns(new StreamPosition(13, "abcdefgh"))).isFalse();
        assertThat(REMOVAL.concerns(new StreamPosition(1, "otherone"))).isFalse();
    }

    @Test
    void isToldFromPublications() {
        Payload json = Payload.ofJson("{\"data\":1}");

        assertThat(Removal.isOne(Buffer.buffer("removed 12 abcdefgh"))).isTrue();
        assertThat(Removal.isOne(new Envelope(1, 0, "abcdefgh", false, "", json).encode()))
                .isFalse();
        assertThat(Removal.isOne(new Envelope(0, 0, "", false, "", json).encode()))
                .isFalse();
        assertThat(Removal.isOne(Buffer.buffer("{\"data\":1}"))).isFalse();
        assertThat(Removal.isOne(Buffer.buffer())).isFalse();
    }

    @Test
    void refusesWhatOnlyBeginsLikeOne() {
        for (String text : new String[] {"r", "removed", "removed 12", "removed x abcdefgh", "remove 12 abcdefgh"}) {
            assertThatThrownBy(() -> Removal.decode(Buffer.buffer(text)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
