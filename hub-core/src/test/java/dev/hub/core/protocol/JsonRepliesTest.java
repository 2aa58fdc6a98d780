package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRepliesTest {
    private static String encode(Reply reply) {
        return new String(JsonReplies.encode(reply), StandardCharsets.UTF_8);
    }

    private static String encode(Push push) {
        return new String(JsonPushes.encode(push), StandardCharsets.UTF_8);
    }

    @Test
    void writesTheResultKeyEvenWhenTheResultIsEmpty() {
        assertThat(encode(new Reply.Publish(2))).isEqualTo("{\"id\":2,\"publish\":{}}");
        assertThat(encode(new Reply.Unsubscribe(3))).isEqualTo("{\"id\":3,\"unsubscribe\":{}}");
        assertThat(encode(new Reply.Subscribe(4, Reply.Expiry.NEVER, null))).isEqualTo("{\"id\":4,\"subscribe\":{}}");
        assertThat(encode(new Reply.SubRefresh(5, Reply.Expiry.NEVER))).isEqualTo("{\"id\":5,\"sub_refresh\":{}}");
        assertThat(encode(new Reply.Rpc(6, Payload.NULL))).isEqualTo("{\"id\":6,\"rpc\":{\"data\":null}}");
    }

    @Test
    void writesTemporaryOnlyWhenItIs() {
        assertThat(encode(Reply.Refused.of(1, ErrorCode.INTERNAL)))
                .isEqualTo(
                        "{\"id\":1,\"error\":{\"code\":100,\"message\":\"internal server error\",\"temporary\":true}}");
        assertThat(encode(Reply.Refused.of(1, ErrorCode.TOKEN_EXPIRED)))
                .isEqualTo("{\"id\":1,\"error\":{\"code\":109,\"message\":\"token expired\"}}");
    }

    @Test
    void writesAConnectResult() {
        Reply.Expiry expiry = new Reply.Expiry(true, 60);
        Reply full = new Reply.Connect(
                1,
                "c",
                "1.0",
                expiry,
                Payload.ofJson("{\"a\":1}"),
                Map.of("ch", new Reply.Subscribe(0, Reply.Expiry.NEVER, Payload.ofJson("[2]"))),
                25);

        assertThat(encode(full))
                .isEqualTo("{\"id\":1,\"connect\":{\"client\":\"c\",\"version\":\"1.0\",\"expires\":true,\"ttl\":60,"
                        + "\"data\":{\"a\":1},\"subs\":{\"ch\":{\"data\":[2]}},\"ping\":25,\"pong\":true}}");
        assertThat(encode(new Reply.Connect(1, "c", "", Reply.Expiry.NEVER, null, Map.of(), 0)))
                .isEqualTo("{\"id\":1,\"connect\":{\"client\":\"c\"}}");
    }

    @Test
    void writesPushes() {
        assertThat(encode(new Push.Unsubscribe("a", 2000, "x")))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"unsubscribe\":{\"code\":2000,\"reason\":\"x\"}}}");
        assertThat(encode(new Push.Message(Payload.ofJson("1")))).isEqualTo("{\"push\":{\"message\":{\"data\":1}}}");
        assertThat(encode(new Push.Subscribe("a", null))).isEqualTo("{\"push\":{\"channel\":\"a\",\"subscribe\":{}}}");
        assertThat(encode(new Push.Pub("a", Publication.of(Payload.ofJson("1")))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":1}}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 60, 74, 75, 76, 1000, 65_480, 65_486, 65_490, 100_000})
    void framesAPublicationLikeThePushItIs(int size) {
        Publication publication = Publication.of(Payload.ofJson("\"" + "x".repeat(size) + "\""));

        EncodedPush frame = PublicationFrames.of(new ChannelName("a\"b")).encode(JsonPublications.encode(publication));

        byte[] bytes = frame.frame();
        int bodyStart = frame.bodyStart();
        String body = new String(bytes, bodyStart, bytes.length - bodyStart, StandardCharsets.UTF_8);
        assertThat(body).isEqualTo(encode(new Push.Pub("a\"b", publication)));
        assertThat(bytes[0]).isEqualTo((byte) 0x81);
        assertThat(lengthIn(bytes)).isEqualTo(bytes.length - bodyStart);
    }

    private static long lengthIn(byte[] frame) {
        int extra = frame[1] < 126 ? 0 : frame[1] == 126 ? 2 : 8;
        long length = extra == 0 ? frame[1] : 0;
        for (int i = 0; i < extra; i++) {
            length = (length << 8) | (frame[2 + i] & 0xff);
        }
        return length;
    }
}
