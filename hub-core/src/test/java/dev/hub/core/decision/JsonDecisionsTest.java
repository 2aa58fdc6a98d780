package dev.hub.core.decision;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.Overrides;
import dev.hub.core.auth.Overrides.Option;
import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.decision.Caller.ClientHeaders;
import dev.hub.core.protocol.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDecisionsTest {
    private static final Caller CALLER = Caller.overWebSocket("c1", "ann", null, ClientHeaders.NONE);
    private static final Question.Connect CONNECT = new Question.Connect(CALLER, null, "", "", null, List.of());
    private static final Question.Subscribe SUBSCRIBE = new Question.Subscribe(CALLER, new ChannelName("chat:1"), null);
    private static final Question.Publish PUBLISH =
            new Question.Publish(CALLER, new ChannelName("chat:1"), Payload.ofJson("1"));
    private static final Question.Refresh REFRESH = new Question.Refresh(CALLER);
    private static final Question.Call CALL = new Question.Call(CALLER, "m", Payload.NULL);
    private static final List<Question<?>> ALL = List.of(
            CONNECT, SUBSCRIBE, PUBLISH, REFRESH, CALL, new Question.SubRefresh(CALLER, new ChannelName("chat:1")));

    private static <G extends Grant> Decision<G> decode(Question<G> question, String answer) {
        return JsonDecisions.decode(question, answer.getBytes(UTF_8));
    }

    private static <G extends Grant> G granted(Question<G> question, String result) {
        return ((Decision.Granted<G>) decode(question, "{\"result\":" + result + "}")).grant();
    }

    @Test
    void readsAConnection() {
        Grant.Connection grant = granted(CONNECT, """
            {"user":"56","expire_at":1900000000,"info":{"name":"Ann"},"data":{"n":1.50},"channels":["news","chat:1"],"more":1}\
            """);

        assertThat(grant.claims())
                .isEqualTo(new ConnectionClaims(
                        "56",
                        1_900_000_000,
                        Payload.ofJson("{\"name\":\"Ann\"}"),
                        List.of(new ChannelName("news"), new ChannelName("chat:1")),
                        TokenStamp.NONE));
        assertThat(grant.data()).isEqualTo(Payload.ofJson("{\"n\":1.50}"));
        assertThat(granted(CONNECT, "{\"user\":\"\"}")).isEqualTo(Grant.Connection.of(""));
    }

    @Test
    void whatIsNotMentionedStaysAsTheTokenHasIt() {
        ConnectionClaims shown =
                new ConnectionClaims("ann", 1_900_000_000, Payload.ofJson("{}"), List.of(new ChannelName("news")));
        Question.Connect question = new Question.Connect(CALLER, shown, "", "", null, List.of());

        assertThat(granted(question, "{}").claims()).isEqualTo(shown);
        assertThat(granted(question, "{\"channels\":[],\"expire_at\":0}").claims())
                .isEqualTo(new ConnectionClaims("ann", 0, Payload.ofJson("{}"), List.of()));
    }

    @Test
    void readsWhatATokenCouldSayAsWell() {
        ConnectionClaims claims = granted(CONNECT, """
            {"user":"56","meta":{"k":1},"channels":["news"],
             "subs":{"chat:1":{"info":{"i":1},"data":2,"override":{"force_recovery":{"value":true}}}},
             "caps":[{"channels":["room:*"],"match":"wildcard","allow":["sub"]}]}\
            """).claims();

        assertThat(claims.meta()).isEqualTo(Payload.ofJson("{\"k\":1}"));
        assertThat(claims.channels()).containsExactlyInAnyOrder(new ChannelName("chat:1"), new ChannelName("news"));
        assertThat(claims.subs().get(new ChannelName("chat:1")))
                .isEqualTo(new SubscriptionGrant(
                        Payload.ofJson("{\"i\":1}"),
                        Payload.ofJson("2"),
                        new Overrides(Map.of(Option.FORCE_RECOVERY, true)),
                        null,
                        Set.of()));
        assertThat(claims.principal().rights().allow(Operation.SUBSCRIBE, new ChannelName("room:5")))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> granted(CONNECT, "{\"user\":\"\",\"caps\":[{\"allow\":[\"everything\"]}]}"))
                .withMessageContaining("names an operation that there is not");
    }

    @Test
    void readsTheOthers() {
        assertThat(granted(SUBSCRIBE, "{\"info\":1,\"b64data\":\"eyJhIjoxfQ==\",\"expire_at\":5}"))
                .isEqualTo(new Grant.Subscription(
                        5,
                        new SubscriptionGrant(
                                Payload.ofJson("1"), Payload.ofJson("{\"a\":1}"), Overrides.NONE, null, Set.of())));
        assertThat(granted(PUBLISH, """
            {"data":[1],"skip_history":true,"tags":{"a":"b"},"idempotency_key":"k","delta":true,"version":7,"version_epoch":"e"}\
            """))
                .isEqualTo(new Grant.Publication(Payload.ofJson("[1]"), Map.of("a", "b"), "k", 7, "e", true, true));
        assertThat(granted(PUBLISH, "{}")).isEqualTo(Grant.Publication.AS_IT_IS);
        assertThat(granted(REFRESH, "{\"expired\":true}")).isEqualTo(Grant.Extension.end());
        assertThat(granted(REFRESH, "{\"expire_at\":9}")).isEqualTo(Grant.Extension.until(9));
        assertThat(granted(CALL, "{\"data\":{\"answer\":\"2019\"}}"))
                .isEqualTo(new Grant.Answer(Payload.ofJson("{\"answer\":\"2019\"}")));
        assertThat(granted(CALL, "{}")).isEqualTo(new Grant.Answer(Payload.NULL));
    }

    @Test
    void readsRefusals() {
        assertThat(decode(SUBSCRIBE, "{\"error\":{\"code\":403,\"message\":\"no\"}}"))
                .isEqualTo(Decision.refuse(403, "no"));
        assertThat(decode(SUBSCRIBE, "{\"error\":{\"code\":1000,\"temporary\":true}}"))
                .isEqualTo(new Decision.Refused<>(1000, "", true));
        assertThat(decode(SUBSCRIBE, "{\"disconnect\":{\"code\":4501,\"reason\":\"unauthorized\"}}"))
                .isEqualTo(Decision.disconnect(4501, "unauthorized"));
        assertThat(decode(SUBSCRIBE, "{\"abstain\":true}")).isEqualTo(Decision.abstain());
        assertThat(decode(SUBSCRIBE, "{\"result\":{},\"error\":{\"code\":403}}"))
                .isEqualTo(Decision.refuse(403, ""));
    }

    /** SDKs give up for ever on 100 without "temporary". */
    @Test
    void theProtocolsCodesAreAsTemporaryAsTheProtocolSays() {
        assertThat(decode(SUBSCRIBE, "{\"error\":{\"code\":100}}"))
                .isEqualTo(new Decision.Refused<>(ErrorCode.INTERNAL.code(), "", true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        {}                                            | the answer must hold result, error or disconnect
        {"result":null}                               | the answer must hold result, error or disconnect
        {"result":true}                               | result must be an object
        []                                            | the answer must be one JSON object
        {"result":{}} x                               | the answer must be one JSON object
        <html>                                        | the answer must be one JSON object
        {"result":{}}                                 | result.user is missing; it is empty for an anonymous client
        {"result":{"user":5}}                         | result.user must be a string
        {"result":{"user":null}}                      | result.user is missing; it is empty for an anonymous client
        {"result":{"user":"","expire_at":-1}}         | result: its claim "expire_at" is negative
        {"result":{"user":"","expire_at":"soon"}}     | result.expire_at must be a whole number
        {"result":{"user":"","expire_at":1e99}}       | result.expire_at must be a whole number
        {"result":{"user":"","expire_at":99999999999999999999}} | result.expire_at must be a whole number
        {"result":{"user":"","channels":"news"}}      | result.channels must be an array of strings
        {"result":{"user":"","channels":[""]}}        | result.channels must hold names of channels: channel must not be empty
        {"result":{"user":"","b64info":"!"}}          | result.b64info must be JSON in base64
        {"result":{"user":"","b64info":"AAAA"}}       | result.b64info must be JSON in base64
        {"error":{"message":"no"}}                    | error.code must be 400 to 1999 or one of the client protocol's, got 0
        {"error":{"code":42}}                         | error.code must be 400 to 1999 or one of the client protocol's, got 42
        {"error":{"code":4294967396}}                 | error.code must be 400 to 1999 or one of the client protocol's, got 2147483647
        {"disconnect":{"code":1000}}                  | disconnect.code must be 3000 to 4999, got 1000
        {"disconnect":{"code":4000,"reason":"5"}}     | disconnect.reason must begin with a letter and be no JSON value
        {"disconnect":{"code":4000,"reason":"true "}} | disconnect.reason must begin with a letter and be no JSON value
        """)
    void refusesWhatIsNoDecision(String answer, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(CONNECT, answer))
                .withMessage(fault);
    }

    @Test
    void refusesWhatAPublicationCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> granted(PUBLISH, "{\"idempotency_key\":\"" + "k".repeat(257) + "\"}"))
                .withMessage("idempotency_key must have at most 256 characters, got 257");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> granted(PUBLISH, "{\"tags\":{\"a\":1}}"))
                .withMessage("result.tags must be an object of strings");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> granted(PUBLISH, "{\"version\":-1}"))
                .withMessage("version must be 0 or more, got -1");
    }

    @Test
    void refusesWhatIsNotUtf8OrTooDeep() {
        byte[] latin = "{\"result\":{\"user\":\"J\u00fcrgen\"}}".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        String deep = "{\"result\":{\"user\":\"\",\"info\":" + "[".repeat(100) + "]".repeat(100) + "}}";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonDecisions.decode(CONNECT, latin))
                .withMessage("the answer must be text in UTF-8");
        assertThatIllegalArgumentException().isThrownBy(() -> decode(CONNECT, deep));
    }

    /** Data stays on one line: messages to clients are parted by line breaks. */
    @Test
    void takesLineBreaksOutOfData() {
        assertThat(granted(CALL, "{\"data\":{\n\"a\":\r\n1}}").data().toJson()).doesNotContain("\n", "\r");
    }

    @Property(tries = 3000)
    void whateverComesIsADecisionOrRefusedWithAReason(
            @ForAll byte[] noise, @ForAll int seed, @ForAll boolean plausible) {
        Question<?> question = ALL.get(Math.floorMod(seed, ALL.size()));
        byte[] answer = plausible ? mutate(seed, noise) : noise;
        try {
            assertThat(JsonDecisions.decode(question, answer)).isNotNull();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }

    /** A good answer in which one byte is another. */
    private static byte[] mutate(int seed, byte[] noise) {
        byte[] answer = """
            {"result":{"user":"a","expire_at":12,"channels":["a"],"info":{},"tags":{"a":"b"},"b64data":"e30="},"error":null}\
            """.getBytes(UTF_8);
        if (noise.length > 0) {
            answer[Math.floorMod(seed, answer.length)] = noise[0];
        }
        return answer;
    }
}
