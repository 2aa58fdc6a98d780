package dev.hub.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.bus.ChannelCommand;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.PublishOptions;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.HubException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each method makes of its body, and what it answers. */
class ApiMethodsTest {
    private final ApiStand api = ApiStand.open();

    @AfterEach
    void close() {
        api.close();
    }

    private static ChannelCommand.Publish publication(String channel, String data, PublishOptions options) {
        return new ChannelCommand.Publish(new ChannelName(channel), Payload.ofJson(data), null, options);
    }

    @Test
    void leavesThePublishedDataAsItStands() {
        api.call("publish", "{\"channel\":\"news\", \"data\": {\"a\" : 1.50,\n\"b\":[ ]}, \"new\":{\"x\":[1]}}");

        assertThat(api.asked()).containsExactly(publication("news", "{\"a\" : 1.50, \"b\":[ ]}", PublishOptions.NONE));
    }

    @Test
    void publishesNullForItIsDataToo() {
        api.call("publish", "{\"channel\":\"news\",\"data\":null}");

        assertThat(api.asked()).containsExactly(publication("news", "null", PublishOptions.NONE));
    }

    @Test
    void publishesWithEveryOption() {
        String result = api.call("publish", """
            {"channel": "kept:1", "data": 1, "tags": {"lang": "de"}, "idempotency_key": "k", "version": 9007199254740991,
             "version_epoch": "e", "skip_history": false, "delta": true, "durable": true}\
            """);

        assertThat(result).isEqualTo("{\"offset\":7,\"epoch\":\"epoch\"}");
        assertThat(api.asked())
                .containsExactly(publication(
                        "kept:1",
                        "1",
                        new PublishOptions(Map.of("lang", "de"), "k", 9_007_199_254_740_991L, "e", false, true, true)));
    }

    @Test
    void answersWithoutAPlaceInAChannelWithoutHistory() {
        assertThat(api.call("publish", "{\"channel\":\"news\",\"data\":1}")).isEqualTo("{}");
    }

    @Test
    void aBroadcastAnswersForEachChannel() {
        String result = api.call("broadcast", """
            {"channels": ["news", "nobody:1", "kept:1", "a*", "strict:a"], "data": 1, "idempotency_key": "k"}\
            """);

        assertThat(result).isEqualTo("""
            {"responses":[{"result":{}},\
            {"error":{"code":102,"message":"unknown channel"}},\
            {"result":{"offset":7,"epoch":"epoch"}},\
            {"error":{"code":107,"message":"bad request: channel must not contain *, which stands for many channels"}},\
            {"error":{"code":107,"message":"bad request: data must be a JSON object"}}]}\
            """);
        PublishOptions options = PublishOptions.NONE.withIdempotencyKey("k");
        assertThat(api.asked()).containsExactly(publication("news", "1", options), publication("kept:1", "1", options));
    }

    @Test
    void readsAHistoryAndLeavesItsPublicationsAsTheyStand() {
        String page = api.call("history", """
            {"channel": "kept:1", "limit": 5, "since": {"offset": 3, "epoch": "epoch"}, "reverse": true}\
            """);

        assertThat(page).isEqualTo("""
            {"publications":[{"data":1.50,"offset":6},{"data":{"a" : []},"offset":7}],"epoch":"epoch","offset":7}\
            """);
        assertThat(api.asked())
                .containsExactly(new ChannelCommand.ReadHistory(
                        new ChannelName("kept:1"), 5, new StreamPosition(3, "epoch"), true));
    }

    @Test
    void readsThePositionAloneUnlessToldOtherwise() {
        api.call("history", "{\"channel\":\"kept:1\"}");
        api.call("history", "{\"channel\":\"kept:1\",\"limit\":-1}");

        assertThat(api.asked())
                .containsExactly(
                        new ChannelCommand.ReadHistory(new ChannelName("kept:1"), 0, null, false),
                        new ChannelCommand.ReadHistory(
                                new ChannelName("kept:1"), HistoryMethods.MAX_PAGE, null, false));
    }

    @Test
    void removesAHistory() {
        assertThat(api.call("history_remove", "{\"channel\":\"kept:1\"}")).isEqualTo("{}");
        assertThat(api.asked()).containsExactly(new ChannelCommand.RemoveHistory(new ChannelName("kept:1")));
    }

    @Test
    void disconnectsForGoodUnlessToldOtherwise() {
        api.call("disconnect", "{\"user\":\"42\"}");
        api.call("disconnect", "{\"client\":\"x\",\"disconnect\":{\"code\":4001,\"reason\":\"bye\"}}");
        api.call("disconnect", "{\"user\":\"42\",\"disconnect\":{\"code\":4001}}");

        assertThat(api.asked())
                .containsExactly(
                        disconnect("42", "", 3503, "force disconnect"),
                        disconnect("", "x", 4001, "bye"),
                        disconnect("42", "", 4001, "force disconnect"));
    }

    private static NodeCommand.OrderAll disconnect(String user, String client, int code, String reason) {
        ConnectionTarget target = new ConnectionTarget(user, client, "");
        return new NodeCommand.OrderAll(new ConnectionControl.Disconnect(target, Set.of(), code, reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        publish    | {}                                             | 107 | bad request: channel must not be empty
        publish    | {"channel":"c"}                                | 107 | bad request: data is required
        publish    | {"channel":"c","b64data":"AA=="}               | 107 | bad request: b64data holds binary data, which cannot be published yet; use data, any JSON
        publish    | {"channel":"ü","data":1}                       | 107 | bad request: channel must be printable ASCII, got U+00FC at position 0
        publish    | {"channel":"nobody:1","data":1}                | 102 | unknown channel
        publish    | {"channel":"/a","data":1}                      | 102 | unknown channel
        publish    | {"channel":"news*","data":1}                   | 107 | bad request: channel must not contain *, which stands for many channels
        publish    | {"channel":"strict:1","data":{}}               | 107 | bad request: channel must match the channel-regex of its namespace
        publish    | {"channel":"strict:a","data":[]}               | 107 | bad request: data must be a JSON object
        publish    | {"channel":"c","data":1,"version":-1}          | 107 | bad request: version must be 0 to 9007199254740991, got -1
        publish    | {"channel":"c","data":1,"version_epoch":"e"}   | 107 | bad request: version_epoch has no effect without version
        publish    | {"channel":"c","data":1,"durable":true}        | 107 | bad request: durable needs a channel with a history, and skip_history to be false
        publish    | {"channel":"kept:1","data":1,"durable":true,"skip_history":true} | 107 | bad request: durable needs a channel with a history, and skip_history to be false
        broadcast  | {"data":1}                                     | 107 | bad request: channels must name at least one channel
        broadcast  | {"channels":[],"data":1}                       | 107 | bad request: channels must name at least one channel
        history    | {"channel":"news"}                             | 108 | not available
        history    | {"channel":"nobody:1"}                         | 102 | unknown channel
        history    | {"channel":"kept:*"}                           | 107 | bad request: channel must not contain *, which stands for many channels
        history    | {"channel":"kept:1","limit":10001}             | 107 | bad request: limit must be -1 to 10000, got 10001
        history    | {"channel":"kept:1","since":{"offset":-1}}     | 107 | bad request: since.offset must be 0 to 9007199254740991, got -1
        history_remove | {"channel":"news"}                         | 108 | not available
        disconnect | {}                                             | 107 | bad request: user, client or session is required
        disconnect | {"user":"u","disconnect":{"code":1000}}        | 107 | bad request: disconnect.code must be 3000 to 4999, got 1000
        dance      | {}                                             | 104 | method not found
        """)
    void saysWhichRuleIsBroken(String method, String body, int code, String message) {
        assertThatThrownBy(() -> api.call(method, body)).isInstanceOfSatisfying(HubException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.text()).isEqualTo(message);
        });
        assertThat(api.asked()).isEmpty();
    }

    @Test
    void refusesKeysThatAreTooLong() {
        String body = "{\"channel\":\"c\",\"data\":1,\"idempotency_key\":\"" + "k".repeat(257) + "\"}";

        assertThatThrownBy(() -> api.call("publish", body))
                .hasMessage("bad request: idempotency_key must have at most 256 characters, got 257");
    }

    @Test
    void refusesAReasonThatDoesNotFitIntoACloseFrame() {
        String body = "{\"user\":\"u\",\"disconnect\":{\"code\":3000,\"reason\":\"" + "é".repeat(62) + "\"}}";

        assertThatThrownBy(() -> api.call("disconnect", body)).hasMessageContaining("at most 123 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":1}",
                "{\"channel\":\"c\",\"data\":1,\"tags\":[]}",
                "{\"channel\":\"c\",\"data\":1,\"tags\":{\"a\":1}}",
                "{\"channel\":\"c\",\"data\":1,\"version\":\"1\"}",
                "{\"channel\":\"c\",\"data\":1,\"version\":1.0}",
                "{\"channel\":\"c\",\"data\":1,\"delta\":\"true\"}",
                "{\"channel\":\"c\",\"data\":1,\"version\":99999999999999999999}"
            })
    void refusesFieldsOfTheWrongType(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> api.call("publish", body));
    }

    @Test
    void thePageTablesEveryMethod() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "http-api.md"));
        String methods = page.split("\\| method \\|", -1)[1].split("\n\n", -1)[0];

        assertThat(methods.lines()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.split("`", -1)[1])
                        .collect(Collectors.toList()))
                .containsExactlyInAnyOrderElementsOf(api.methods().names());
    }
}
