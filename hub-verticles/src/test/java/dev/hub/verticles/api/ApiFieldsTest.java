package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiFieldsTest {
    private static ApiFields fields(String body) {
        return ApiFields.of(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEachFieldAsWhatTheMethodTakesItFor() {
        ApiFields fields = fields("""
            {"s": "x", "b": true, "n": -3, "list": ["a", "b"], "map": {"k": "v"}, "o": {"n": 4}, "raw": {"a" : 1.50}}\
            """);

        assertThat(fields.string("s")).isEqualTo("x");
        assertThat(fields.truth("b")).isTrue();
        assertThat(fields.integer("n", 0, -3, 3)).isEqualTo(-3);
        assertThat(fields.strings("list")).containsExactly("a", "b");
        assertThat(fields.stringMap("map")).isEqualTo(Map.of("k", "v"));
        assertThat(fields.object("o").orElseThrow().integer("n", 0, 0, 9)).isEqualTo(4);
        assertThat(fields.raw("raw")).contains(Payload.ofJson("{\"a\" : 1.50}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"x\":null}", "{\"y\":1}"})
    void hasDefaultsForWhatIsAbsentOrNull(String body) {
        ApiFields fields = fields(body);

        assertThat(fields.string("x")).isEmpty();
        assertThat(fields.truth("x")).isFalse();
        assertThat(fields.integer("x", 5, 0, 9)).isEqualTo(5);
        assertThat(fields.strings("x")).isEqualTo(List.of());
        assertThat(fields.stringMap("x")).isEqualTo(Map.of());
        assertThat(fields.object("x")).isEmpty();
    }

    @Test
    void saysOfWhichTypeAFieldMustBe() {
        ApiFields fields = fields("{\"x\":[1],\"o\":{\"n\":1.5},\"big\":99999999999999999999,\"m\":{\"a\":1}}");

        assertRefused(() -> fields.string("x"), "x must be a string");
        assertRefused(() -> fields.truth("x"), "x must be true or false");
        assertRefused(() -> fields.strings("x"), "x must be an array of strings");
        assertRefused(() -> fields.strings("m"), "m must be an array of strings");
        assertRefused(() -> fields.stringMap("x"), "x must be an object of strings");
        assertRefused(() -> fields.stringMap("m"), "m must be an object of strings");
        assertRefused(() -> fields.object("x"), "x must be an object");
        assertRefused(() -> fields.object("o").orElseThrow().integer("n", 0, 0, 9), "o.n must be a whole number");
        assertRefused(() -> fields.integer("big", 0, 0, 9), "big must be a whole number");
    }

    private static void assertRefused(ThrowingCallable reading, String message) {
        assertThatIllegalArgumentException().isThrownBy(reading).withMessage(message);
    }

    @Test
    void saysWhichBoundsANumberLeaves() {
        assertThatThrownBy(() ->
                        fields("{\"o\":{\"n\":10}}").object("o").orElseThrow().integer("n", 0, 0, 9))
                .isInstanceOf(HubException.class)
                .hasMessage("bad request: o.n must be 0 to 9, got 10");
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
                "{\"data\":{\"a\"}",
                "\u0000\u0001",
                "{'a':1}",
                "{\"a\":tru}",
                "{\"a\":01}",
                "{\"a\":\"\n\"}"
            })
    void refusesWhatIsNoJsonObject(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> fields(body));
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        String body = "{\"data\":" + "[".repeat(100) + "]".repeat(100) + "}";

        assertRefused(
                () -> fields(body), "the body is nested more than 64 deep, or has a name or number that is too long");
    }

    @Test
    void saysWhereABodyStopsBeingJson() {
        assertRefused(() -> fields("{\"a\": 1,\n \"b\": NaN}"), "the body is not valid JSON, at line 2, column 10");
    }

    @Test
    void refusesUnknownFieldsWhereTheyWouldBeBelievedIn() {
        ApiFields fields = fields("{\"o\":{\"delay\":1},\"" + "x".repeat(100) + "\":1}");

        fields.object("o").orElseThrow().requireKnown(List.of("delay", "other"));
        assertThatThrownBy(() -> fields.object("o").orElseThrow().requireKnown(List.of("delay_ms")))
                .hasMessage("bad request: o.delay is unknown; did you mean o.delay_ms?");
        assertThatThrownBy(() -> fields.requireKnown(List.of("o")))
                .hasMessage("bad request: " + "x".repeat(60) + "… is unknown");
    }
}
