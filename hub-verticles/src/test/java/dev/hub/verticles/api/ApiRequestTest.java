package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiRequestTest {
    private static ApiRequest parse(String method, String body) {
        return ApiRequest.parse(method, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAPublicationAndLeavesItsDataAsItStands() {
        assertThat(parse(
                        "publish",
                        "{\"channel\":\"news\", \"data\": {\"a\" : 1.50,\n\"b\":[ ]}, \"tags\":{\"lang\":\"de\"}}"))
                .isEqualTo(new ApiRequest.Publish(
                        new ChannelName("news"), Payload.ofJson("{\"a\" : 1.50, \"b\":[ ]}"), Map.of("lang", "de")));
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        assertThat(parse("publish", "{\"new\":{\"x\":[1,{}]},\"channel\":\"c\",\"data\":null}"))
                .isEqualTo(new ApiRequest.Publish(new ChannelName("c"), Payload.NULL, Map.of()));
    }

    @Test
    void readsABroadcast() {
        assertThat(parse("broadcast", "{\"channels\":[\"a\",\"b\"],\"data\":1}"))
                .isEqualTo(new ApiRequest.Broadcast(List.of("a", "b"), Payload.ofJson("1"), Map.of()));
    }

    @Test
    void disconnectsForGoodUnlessToldOtherwise() {
        assertThat(parse("disconnect", "{\"user\":\"42\"}"))
                .isEqualTo(new ApiRequest.Disconnect("42", "", 3503, "force disconnect"));
        assertThat(parse("disconnect", "{\"client\":\"x\",\"disconnect\":{\"code\":4001,\"reason\":\"bye\"}}"))
                .isEqualTo(new ApiRequest.Disconnect("", "x", 4001, "bye"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "publish    | {}                                                    | bad request: channel must not be empty",
                "publish    | {\"channel\":\"c\"}                                   | bad request: data is required",
                "publish    | {\"channel\":\"ü\",\"data\":1}                        | bad request: channel must be printable ASCII, got U+00FC at position 0",
                "broadcast  | {\"data\":1}                                          | bad request: channels must name at least one channel",
                "broadcast  | {\"channels\":[],\"data\":1}                          | bad request: channels must name at least one channel",
                "disconnect | {}                                                    | bad request: user or client is required",
                "disconnect | {\"user\":\"u\",\"disconnect\":{\"code\":1000}}       | bad request: disconnect.code must be 3000 to 4999, got 1000",
            })
    void saysWhichRuleAFieldBreaks(String method, String body, String message) {
        assertThatThrownBy(() -> parse(method, body))
                .isInstanceOf(HubException.class)
                .hasMessage(message);
    }

    @Test
    void refusesAReasonThatDoesNotFitIntoACloseFrame() {
        String body = "{\"user\":\"u\",\"disconnect\":{\"code\":3000,\"reason\":\"" + "é".repeat(62) + "\"}}";

        assertThatThrownBy(() -> parse("disconnect", body)).hasMessageContaining("at most 123 bytes");
    }

    @Test
    void knowsNoOtherMethod() {
        assertThatThrownBy(() -> parse("dance", "{}"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(104));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "1",
                "\"x\"",
                "{} {}",
                "{\"channel\":",
                "{\"channel\":1}",
                "{\"channels\":\"a\"}",
                "{\"channels\":[1]}",
                "{\"tags\":[]}",
                "{\"tags\":{\"a\":1}}",
                "{\"data\":{\"a\"}",
                "{\"disconnect\":1}",
                "{\"disconnect\":{\"code\":\"x\"}}",
                "{\"disconnect\":{\"code\":99999999999999999999}}",
                "\u0000\u0001",
                "{'a':1}"
            })
    void refusesWhatIsNoJsonObjectOfTheRightTypes(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("publish", body));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String body = "{\"data\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertThatIllegalArgumentException().isThrownBy(() -> parse("publish", body));
    }
}
