package dev.hub.verticles.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Delivery.DeltaFrames;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.delta.FossilDelta;
import dev.hub.core.protocol.EncodedPush;
import dev.hub.core.protocol.PublicationFrames;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class DeltaBaseTest {
    private static final String LONG = "\"Zoë " + "x".repeat(200) + "%d\"";

    private final PublicationFrames frames = PublicationFrames.of(new ChannelName("news"));
    private final DeltaBase base = new DeltaBase();

    private DeltaFrames next(String json, long offset, boolean mayPatch) {
        Publication publication = new Publication(Payload.ofJson(json), null, offset, Map.of("a", "b"), 5, "");
        return base.next(frames, publication, mayPatch);
    }

    private static JsonObject pub(EncodedPush push) {
        byte[] frame = push.frame();
        String body = new String(frame, push.bodyStart(), frame.length - push.bodyStart(), StandardCharsets.UTF_8);
        return new JsonObject(body).getJsonObject("push").getJsonObject("pub");
    }

    @Test
    void theFirstIsWhole() {
        DeltaFrames first = next("{\"a\":\"Zoë\"}", 1, true);

        assertThat(first.patch()).isNull();
        assertThat(pub(first.whole()).getString("data")).isEqualTo("{\"a\":\"Zoë\"}");
        assertThat(pub(first.whole()).getLong("offset")).isEqualTo(1);
        assertThat(pub(first.whole()).containsKey("delta")).isFalse();
        assertThat(pub(first.whole()).getJsonObject("tags")).isEqualTo(new JsonObject().put("a", "b"));
    }

    @Test
    void thePatchMakesTheNextOneOutOfTheOneBefore() {
        next(LONG.formatted(1), 1, true);
        DeltaFrames second = next(LONG.formatted(2), 2, true);

        JsonObject patch = pub(Objects.requireNonNull(second.patch()));
        byte[] made = FossilDelta.apply(
                LONG.formatted(1).getBytes(StandardCharsets.UTF_8),
                patch.getString("data").getBytes(StandardCharsets.UTF_8),
                10_000);
        assertThat(new String(made, StandardCharsets.UTF_8)).isEqualTo(LONG.formatted(2));
        assertThat(patch.getBoolean("delta")).isTrue();
        assertThat(patch.getLong("offset")).isEqualTo(2);
    }

    @Test
    void aPatchThatIsNoShorterIsNotSent() {
        next("1", 1, true);

        assertThat(next("2", 2, true).patch()).isNull();
    }

    @Test
    void whatIsNotToBePatchedIsTheBaseOfTheNextAllTheSame() {
        next(LONG.formatted(1), 1, true);

        assertThat(next(LONG.formatted(2), 2, false).patch()).isNull();
        assertThat(next(LONG.formatted(3), 3, true).patch()).isNotNull();
    }

    @Test
    void afterAHoleTheNextIsWhole() {
        next(LONG.formatted(1), 1, true);
        base.forget();

        assertThat(next(LONG.formatted(3), 3, true).patch()).isNull();
    }
}
