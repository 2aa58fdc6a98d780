package dev.hub.core.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Caller.ClientHeaders;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The shapes are those of the documentation of Centrifugo's proxy. */
class JsonQuestionsTest {
    private static final String CLIENT = "9336a229-2400-4ebc-8c50-0a643d22e8a0";
    private static final Caller NOBODY = Caller.overWebSocket(CLIENT, "", null, ClientHeaders.NONE);
    private static final Caller ANN =
            Caller.overWebSocket(CLIENT, "56", Payload.ofJson("{\"m\":1}"), ClientHeaders.NONE);
    private static final String BEGIN =
            "{\"client\":\"" + CLIENT + "\",\"transport\":\"websocket\",\"protocol\":\"json\",\"encoding\":\"json\"";
    private static final ChannelName CHANNEL = new ChannelName("chat:index");

    private static String encode(Question<?> question) {
        return new String(JsonQuestions.encode(question, false), UTF_8);
    }

    @Test
    void writesAConnect() {
        assertThat(encode(new Question.Connect(NOBODY, null, "", "", null, List.of())))
                .isEqualTo(BEGIN + "}");
        assertThat(encode(new Question.Connect(NOBODY, null, "js", "1.0", Payload.ofJson("{\"a\":1.0}"), List.of("x"))))
                .isEqualTo(BEGIN + ",\"name\":\"js\",\"version\":\"1.0\",\"data\":{\"a\":1.0},\"channels\":[\"x\"]}");
        assertThat(encode(new Question.Connect(ANN, ConnectionClaims.anonymous(), "", "", null, List.of())))
                .isEqualTo(BEGIN + ",\"user\":\"56\"}");
    }

    @Test
    void writesTheOthers() {
        assertThat(encode(new Question.Refresh(ANN))).isEqualTo(BEGIN + ",\"user\":\"56\"}");
        assertThat(encode(new Question.Subscribe(ANN, CHANNEL, null)))
                .isEqualTo(BEGIN + ",\"user\":\"56\",\"channel\":\"chat:index\"}");
        assertThat(encode(new Question.SubRefresh(ANN, CHANNEL)))
                .isEqualTo(BEGIN + ",\"user\":\"56\",\"channel\":\"chat:index\"}");
        assertThat(encode(new Question.Publish(ANN, CHANNEL, Payload.ofJson("{\"input\":\"hello\"}"))))
                .isEqualTo(BEGIN + ",\"user\":\"56\",\"channel\":\"chat:index\",\"data\":{\"input\":\"hello\"}}");
        assertThat(encode(new Question.Call(ANN, "getCurrentPrice", Payload.ofJson("{}"))))
                .isEqualTo(BEGIN + ",\"user\":\"56\",\"method\":\"getCurrentPrice\",\"data\":{}}");
    }

    @Test
    void tellsMetaOnlyWhereItIsWanted() {
        byte[] withMeta = JsonQuestions.encode(new Question.Refresh(ANN), true);

        assertThat(new String(withMeta, UTF_8)).isEqualTo(BEGIN + ",\"user\":\"56\",\"meta\":{\"m\":1}}");
    }

    @Test
    void aHeaderOfTheRequestCountsBeforeWhatTheClientSays() {
        ClientHeaders headers = new ClientHeaders(
                Headers.keep(List.of("authorization", "absent"), Map.of("authorization", "real")::get),
                Headers.keep(List.of("authorization", "x-b"), Map.of("Authorization", "said", "X-B", "\"b\"")));
        Question<?> question = new Question.Refresh(Caller.overWebSocket(CLIENT, "56", null, headers));

        assertThat(new String(JsonQuestions.encodeWithHeaders(question), UTF_8))
                .isEqualTo(BEGIN + ",\"user\":\"56\",\"headers\":{\"authorization\":\"real\",\"x-b\":\"\\\"b\\\"\"}}");
    }

    @Test
    void keepsNoHeaderThatCouldBeginAnother() {
        Map<String, String> hostile =
                Map.of("a", "x\r\nx-user: root", "b", "x\u0000", "c", "y".repeat(9000), "d", "\u010d");

        assertThat(Headers.keep(List.of("a", "b", "c", "d"), hostile).isEmpty()).isTrue();
        assertThat(Headers.keep(List.of("a"), Map.of("A", "fine")).get("A")).contains("fine");
        assertThat(Headers.keep(List.of("cookie"), Map.of("cookie", "secret")))
                .asString()
                .doesNotContain("secret");
    }
}
