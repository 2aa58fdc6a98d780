package dev.hub.core.auth;

import static dev.hub.core.auth.Verdicts.SECRET;
import static dev.hub.core.auth.Verdicts.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenVerdict.Accepted;
import dev.hub.core.auth.capability.Capability;
import dev.hub.core.auth.capability.Match;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Role;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens say beyond who the user is. */
final class TokenClaimsTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Capability EDITING =
            new Capability(List.of("news:*"), Match.WILDCARD, List.of(Operation.PUBLISH), List.of(), List.of());

    private final TokenPolicy policy = TokenPolicy.of(TokenKeys.of(SECRET));
    private final TokenVerifier verifier = new TokenVerifier(
            policy, policy, List.of(new Role("editor", List.of(EDITING))), new SignatureWorkers(VERTX), Verdicts.CLOCK);
    private final TokenMinter minter = new TokenMinter(Secret.of(SECRET));

    @AfterAll
    static void close() {
        await(VERTX.close());
    }

    private ConnectionClaims connection(String claims) {
        return Verdicts.claims(await(verifier.verifyConnection(minter.sign(claims))));
    }

    private SubscriptionClaims subscription(String claims) {
        TokenVerdict<SubscriptionClaims> verdict = await(verifier.verifySubscription(minter.sign(claims)));
        if (verdict instanceof Accepted<SubscriptionClaims> accepted) {
            return accepted.claims();
        }
        throw new AssertionError("not accepted: " + verdict);
    }

    @Test
    void subsSayMoreOfEachSubscriptionThanChannels() {
        ConnectionClaims claims = connection("""
            {"channels":["b","a"],
             "subs":{"a":{"info":{"n":1},"data":[2],"allow":["pub"],
                          "override":{"force_recovery":{"value":true},"join_leave":{"value":false}}}}}
            """);

        assertThat(claims.channels()).extracting(ChannelName::value).containsExactlyInAnyOrder("a", "b");
        assertThat(claims.subs().get(new ChannelName("b"))).isEqualTo(SubscriptionGrant.NONE);
        SubscriptionGrant grant = claims.subs().getOrDefault(new ChannelName("a"), SubscriptionGrant.NONE);
        assertThat(grant.info()).isEqualTo(Payload.ofJson("{\"n\":1}"));
        assertThat(grant.data()).isEqualTo(Payload.ofJson("[2]"));
        assertThat(grant.allow()).containsExactly(Operation.PUBLISH);
        assertThat(grant.override().values())
                .isEqualTo(Map.of(Overrides.Option.FORCE_RECOVERY, true, Overrides.Option.JOIN_LEAVE, false));
    }

    @Test
    void overridesChangeTheNamespaceForOneSubscription() {
        Namespace namespace = Namespace.defaults("xy");

        Namespace changed = subscription("""
            {"channel":"x:1","override":{"force_recovery":{"value":true},"force_positioning":{"value":true},
             "presence":{"value":true},"join_leave":{"value":true},"force_push_join_leave":{"value":true}}}
            """).grant().override().apply(namespace);

        assertThat(changed.history().forceRecovery()).isTrue();
        assertThat(changed.history().forcePositioning()).isTrue();
        assertThat(changed.presence().presence()).isTrue();
        assertThat(changed.presence().joinLeave()).isTrue();
        assertThat(changed.presence().forcePushJoinLeave()).isTrue();
        assertThat(Overrides.NONE.apply(namespace)).isSameAs(namespace);
    }

    @Test
    void infoAndDataComeAlsoInBase64() {
        SubscriptionClaims claims = subscription("{\"channel\":\"a\",\"b64info\":\"eyJhIjoxfQ==\",\"info\":2}");

        assertThat(claims.info()).isEqualTo(Payload.ofJson("{\"a\":1}"));
        assertThat(connection("{\"info\":{\"x\":[1]},\"b64info\":\"eyJhIjoxfQ\",\"sub\":\"ann\"}")
                        .info())
                .isEqualTo(Payload.ofJson("{\"a\":1}"));
        assertThat(connection("{\"subs\":{\"a\":{\"b64data\":\"WzFd\"}}}")
                        .subs()
                        .getOrDefault(new ChannelName("a"), SubscriptionGrant.NONE)
                        .data())
                .isEqualTo(Payload.ofJson("[1]"));
    }

    @Test
    void metaIsForTheApplication() {
        assertThat(connection("{\"meta\":{\"tenant\":9}}").meta()).isEqualTo(Payload.ofJson("{\"tenant\":9}"));
    }

    @Test
    void capabilitiesAndRolesAddUp() {
        ConnectionClaims claims = connection("""
            {"sub":"ann","roles":["editor","unknown"],
             "caps":[{"channels":["a"],"allow":["sub","hst"]},
                     {"channels":["^b[0-9]+$"],"match":"regex","allow":["prs"]},
                     {"methods":["list"],"allow":["rpc"]}]}
            """);
        var rights = claims.principal().rights();

        assertThat(rights.allow(Operation.SUBSCRIBE, new ChannelName("a"))).isTrue();
        assertThat(rights.allow(Operation.HISTORY, new ChannelName("a"))).isTrue();
        assertThat(rights.allow(Operation.PUBLISH, new ChannelName("a"))).isFalse();
        assertThat(rights.allow(Operation.PRESENCE, new ChannelName("b12"))).isTrue();
        assertThat(rights.allow(Operation.PUBLISH, new ChannelName("news:x"))).isTrue();
        assertThat(rights.allowCall("list")).isTrue();
        assertThat(rights.allowCall("drop")).isFalse();
        assertThat(connection("{\"roles\":\"editor\"}").principal().rights())
                .isSameAs(connection("{\"roles\":[\"editor\"]}").principal().rights());
    }

    @Test
    void filtersKeepWhatMatches() {
        SubscriptionClaims claims =
                subscription("{\"channel\":\"a\",\"tags_filter\":{\"key\":\"team\",\"cmp\":\"eq\",\"val\":\"red\"}}");

        var filter = claims.grant().filter();
        assertThat(filter).isNotNull();
        assertThat(filter.matches(Map.of("team", "red"))).isTrue();
        assertThat(filter.matches(Map.of("team", "blue"))).isFalse();
        assertThat(filter.matches(Map.of())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"tags_filter":{"key":"a","cmp":"s3cret"}}   | its claim "tags_filter" is no filter: tags_filter.cmp must be one of eq, neq, in, nin, ex, nex, sw, ew, ct, gt, gte, lt, lte
        {"tags_filter":{"op":"and"}}                 | its claim "tags_filter" is no filter: tags_filter.nodes must not be empty for and
        {"tags_filter":7}                            | its claim "tags_filter" is no filter
        {"tags_filter":{"key":7}}                    | its claim "tags_filter" is no filter: tags_filter: key must be a string, unexpected VALUE_NUMBER_INT
        {"subs":{"a":{"tags_filter":{"key":""}}}}    | its claim "tags_filter" is no filter: tags_filter.key must have 1 to 256 characters
        {"subs":{"é":{}}}                            | its claim "subs" holds no valid name of a channel
        {"subs":["a"]}                               | its claim "subs" is not an object
        {"subs":{"a":7}}                             | its claim "subs" is not an object
        {"override":{"no_such":{"value":true}}}      | its claim "override" names an option that there is not
        {"override":{"presence":true}}               | its claim "override" is not an object
        {"override":{"presence":{"value":"yes"}}}    | its claim "override" is not true or false
        {"override":{"presence":{"other":true}}}     | its claim "override" holds something else than a value
        {"caps":{}}                                  | its claim "caps" is not a list
        {"caps":[{"allow":["fly"]}]}                 | its claim "caps" names an operation that there is not (sub, pub, prs, hst, rpc, submit, work, read, manage)
        {"caps":[{"match":"glob"}]}                  | its claim "caps" has a match that is not exact, wildcard or regex
        {"caps":[{"channels":["("],"match":"regex"}]} | its claim "caps" breaks a rule: channels must each be a regular expression (RE2)
        {"caps":[{"channels":[""]}]}                 | its claim "caps" breaks a rule: channels must each have 1 to 512 characters
        {"roles":{"a":1}}                            | its claim "roles" is not a string
        {"b64info":"%%%"}                            | its claim "b64info" is not base64
        {"b64info":"eyJh"}                           | its claim "b64info" does not hold JSON
        {"jti":7}                                    | its claim "jti" is not a string
        """)
    void areRefusedWithAReasonThatHelpsAndTellsNothing(String claims, String reason) {
        String found = Verdicts.reason(await(verifier.verifyConnection(minter.sign(claims))));

        assertThat(found).isEqualTo(reason).doesNotContain("s3cret");
    }

    @Test
    void tooManyCapabilitiesAreRefused() {
        String one = "{\"channels\":[\"a\"],\"allow\":[\"sub\"]}";
        String many = "{\"caps\":[" + (one + ",").repeat(256) + one + "]}";

        assertThat(Verdicts.reason(await(verifier.verifyConnection(minter.sign(many)))))
                .contains("more than 256 capabilities");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"realm_access\":{\"roles\":[\"x\"]},\"azp\":\"web\",\"scope\":\"openid\",\"amr\":[1,{}]}"})
    void claimsOfIdentityProvidersAreNoHindrance(String claims) {
        assertThat(connection(claims).user()).isEmpty();
    }
}
