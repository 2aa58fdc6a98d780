package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.Publication;
import dev.hub.core.channel.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        assertThat(encode(new Reply.Subscribe(4, Reply.Expiry.NEVER, Reply.Start.LIVE, null)))
                .isEqualTo("{\"id\":4,\"subscribe\":{}}");
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
                Map.of("ch", new Reply.Subscribe(0, Reply.Expiry.NEVER, Reply.Start.LIVE, Payload.ofJson("[2]"))),
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
        assertThat(encode(new Push.Subscribe("a", new StreamPosition(2, "e"), true, Payload.ofJson("1"))))
                .isEqualTo(
                        "{\"push\":{\"channel\":\"a\",\"subscribe\":{\"recoverable\":true,\"epoch\":\"e\",\"offset\":2,"
                                + "\"positioned\":true,\"data\":1}}}");
        assertThat(encode(new Push.Subscribe("a", null, false, null)))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"subscribe\":{}}}");
        assertThat(encode(new Push.Pub("a", Publication.of(Payload.ofJson("1")))))
                .isEqualTo("{\"push\":{\"channel\":\"a\",\"pub\":{\"data\":1}}}");
    }

    private static String start(Reply.Start start) {
        return encode(new Reply.Subscribe(2, Reply.Expiry.NEVER, start, null));
    }

    @Test
    void writesWhereASubscriptionStarts() {
        StreamPosition top = new StreamPosition(3, "tHgSmvEO");
        List<Payload> missed = List.of(Payload.ofJson("{\"offset\":4}"), Payload.ofJson("{\"offset\":5}"));

        assertThat(start(new Reply.Start(
                        new StreamPosition(0, "tHgSmvEO"), true, Reply.Recovery.NONE, List.of(), false)))
                .isEqualTo(
                        "{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"tHgSmvEO\",\"positioned\":true}}");
        assertThat(start(new Reply.Start(top, true, Reply.Recovery.COMPLETE, missed, false)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"tHgSmvEO\",\"publications\":["
                        + "{\"offset\":4},{\"offset\":5}],\"recovered\":true,\"offset\":3,\"positioned\":true,"
                        + "\"was_recovering\":true}}");
        assertThat(start(new Reply.Start(top, true, Reply.Recovery.REFUSED, List.of(), false)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"epoch\":\"tHgSmvEO\",\"offset\":3,"
                        + "\"positioned\":true,\"was_recovering\":true}}");
        assertThat(start(new Reply.Start(top, false, Reply.Recovery.UNASKED, missed.subList(0, 1), true)))
                .isEqualTo("{\"id\":2,\"subscribe\":{\"epoch\":\"tHgSmvEO\",\"publications\":[{\"offset\":4}],"
                        + "\"recovered\":true,\"offset\":3,\"positioned\":true,\"delta\":true}}");
        assertThat(start(Reply.Start.live(true))).isEqualTo("{\"id\":2,\"subscribe\":{\"delta\":true}}");
    }

    @Test
    void writesHistoryWithItsPublicationsEvenWhenThereAreNone() {
        assertThat(encode(new Reply.History(2, List.of(), new StreamPosition(0, "e"))))
                .isEqualTo("{\"id\":2,\"history\":{\"publications\":[],\"epoch\":\"e\"}}");
        assertThat(encode(new Reply.History(2, List.of(Payload.ofJson("{}")), new StreamPosition(7, "e"))))
                .isEqualTo("{\"id\":2,\"history\":{\"publications\":[{}],\"epoch\":\"e\",\"offset\":7}}");
    }

    @Test
    void writesTheDataOfAPublicationAsText() {
        Payload publication = Payload.ofJson("{\"data\":{\"a\":\"\u20ac\\n\"},\"offset\":3,\"tags\":{\"k\":\"v\"}}");

        assertThat(JsonPublications.withDataAsText(publication).toJson())
                .isEqualTo("{\"data\":\"{\\\"a\\\":\\\"\u20ac\\\\n\\\"}\",\"offset\":3,\"tags\":{\"k\":\"v\"}}");
        assertThat(JsonPublications.tags(publication)).isEqualTo(Map.of("k", "v"));
        assertThat(JsonPublications.tags(Payload.ofJson("{\"data\":{\"tags\":{\"x\":\"y\"}}}")))
                .isEmpty();
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
