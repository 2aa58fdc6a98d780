package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever bytes come in, they are commands or they are refused; whatever goes out, the other side reads the same. */
final class JsonProtocolTest {
    private static final List<String> SEEDS = List.of(
            "{\"id\":1,\"connect\":{\"token\":\"t\",\"subs\":{\"a\":{\"offset\":1}},\"data\":{\"x\":[1,2,{}]}}}",
            "{\"id\":2,\"subscribe\":{\"channel\":\"a\",\"recover\":true,\"epoch\":\"e\"}}\n{\"send\":{\"data\":\"\u20ac\"}}",
            "{\"id\":3,\"publish\":{\"channel\":\"a\",\"data\":-1.5e10}}\n{}");

    @Property(tries = 2000)
    void arbitraryBytesAreCommandsOrRefused(@ForAll byte[] bytes) {
        decodesOrRefuses(bytes);
    }

    @Property(tries = 2000)
    void damagedMessagesAreCommandsOrRefused(
            @ForAll("seeds") String seed, @ForAll int cut, @ForAll int at, @ForAll byte value) {
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(at, bytes.length)] = value;

        decodesOrRefuses(bytes);
        decodesOrRefuses(Arrays.copyOf(bytes, Math.floorMod(cut, bytes.length + 1)));
    }

    @Property(tries = 500)
    void arbitraryTextInsideAMessageIsACommandOrRefused(@ForAll String text) {
        decodesOrRefuses(
                ("{\"id\":1,\"publish\":{\"channel\":\"a\",\"data\":" + text + "}}").getBytes(StandardCharsets.UTF_8));
    }

    private static void decodesOrRefuses(byte[] bytes) {
        try {
            assertThat(JsonCommands.decode(bytes)).isNotEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("\u20ac");
        }
    }

    @Property
    void stringsOfCommandsSurvive(@ForAll("texts") String channel, @ForAll("texts") String token) {
        JsonObject message = new JsonObject()
                .put("id", 1)
                .put("subscribe", new JsonObject().put("channel", channel).put("token", token));

        assertThat(JsonCommands.decode(message.toBuffer().getBytes()))
                .containsExactly(
                        new Command.Subscribe(1, channel, token, null, Command.Position.LIVE, Command.Wishes.NONE));
    }

    @Property
    void repliesAreOneLineThatTheOtherSideReads(@ForAll("replies") Reply reply) {
        String text = new String(JsonReplies.encode(reply), StandardCharsets.UTF_8);

        assertThat(text).doesNotContain("\n");
        JsonObject json = new JsonObject(text);
        assertThat(json.getLong("id")).isEqualTo(Integer.toUnsignedLong(reply.id()));
        assertThat(json.fieldNames()).hasSize(2);
        if (reply instanceof Reply.Refused refused) {
            JsonObject error = json.getJsonObject("error");
            assertThat(error.getInteger("code")).isEqualTo(refused.code());
            assertThat(error.getString("message")).isEqualTo(refused.message());
            assertThat(error.containsKey("temporary")).isEqualTo(refused.temporary());
        }
    }

    @Property
    void pushesAreOneLineThatTheOtherSideReads(@ForAll("texts") String channel, @ForAll("texts") String reason) {
        String text =
                new String(JsonPushes.encode(new Push.Unsubscribe(channel, 2500, reason)), StandardCharsets.UTF_8);

        JsonObject push = new JsonObject(text).getJsonObject("push");
        assertThat(push.getString("channel")).isEqualTo(channel);
        assertThat(push.getJsonObject("unsubscribe").getString("reason")).isEqualTo(reason);
        assertThat(push.getJsonObject("unsubscribe").getInteger("code")).isEqualTo(2500);
    }

    @Provide
    Arbitrary<String> seeds() {
        return Arbitraries.of(SEEDS);
    }

    /** Without halves of surrogate pairs, which UTF-8 cannot carry. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(60)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Reply> replies() {
        Arbitrary<Integer> ids = Arbitraries.integers().filter(id -> id != 0);
        Arbitrary<Reply.Expiry> expiries = Arbitraries.integers()
                .between(0, 1_000_000)
                .map(ttl -> ttl == 0 ? Reply.Expiry.NEVER : new Reply.Expiry(true, ttl));
        Arbitrary<Reply> refused = Combinators.combine(ids, texts(), Arbitraries.of(true, false))
                .as((id, text, temporary) -> new Reply.Refused(id, 400, text, temporary));
        Arbitrary<Reply> connect = Combinators.combine(ids, texts(), expiries)
                .as((id, text, expiry) -> new Reply.Connect(
                        id,
                        text,
                        "1",
                        expiry,
                        Payload.NULL,
                        Map.of(text, new Reply.Subscribe(0, expiry, Reply.Start.LIVE, null)),
                        25));
        Arbitrary<Reply> subscribe = Combinators.combine(ids, expiries)
                .as((id, expiry) -> new Reply.Subscribe(id, expiry, Reply.Start.LIVE, null));
        Arbitrary<Reply> refresh = Combinators.combine(ids, texts(), expiries)
                .as((id, text, expiry) -> new Reply.Refresh(id, text, "", expiry));
        return Arbitraries.oneOf(
                refused,
                connect,
                subscribe,
                refresh,
                ids.map(Reply.Unsubscribe::new),
                ids.map(Reply.Publish::new),
                ids.map(id -> new Reply.Rpc(id, Payload.NULL)),
                Combinators.combine(ids, expiries).as(Reply.SubRefresh::new));
    }
}
