package dev.hub.websocket.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.NamingRules;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import dev.hub.core.revocation.CurrentRevocations;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChannelRightsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private ChannelRights rights(boolean insecure) {
        Namespaces namespaces = Namespaces.of(
                Namespace.defaults(""),
                List.of(
                        Namespace.defaults("all")
                                .withAccess(new AccessRules(
                                        true, true, true, false, true, false, false, false, false, false, false)),
                        Namespace.defaults("known")
                                .withAccess(new AccessRules(
                                        true, false, true, false, false, false, false, false, false, false, false)),
                        Namespace.defaults("inside")
                                .withAccess(new AccessRules(
                                        false, false, false, true, false, false, false, false, false, false, false)),
                        Namespace.defaults("users")
                                .withAccess(new AccessRules(
                                        true, true, false, false, false, false, false, false, false, false, true))));
        TokenVerifier tokens =
                new TokenVerifier(vertx, TokenKeys.of("0123456789abcdef0123456789abcdef"), InstantSource.system());
        return new ChannelRights(new ClientAccess(
                tokens,
                new CurrentNamespaces(namespaces),
                insecure,
                false,
                List.of(),
                InstantSource.system(),
                CurrentRevocations.none(InstantSource.system())));
    }

    private static @Nullable SubscriptionGrant grant(boolean subscribed) {
        return subscribed ? SubscriptionGrant.NONE : null;
    }

    private static int code(Optional<HubException> refusal) {
        return refusal.map(HubException::code).orElse(0);
    }

    @ParameterizedTest
    @CsvSource({
        "x, ann, 103",
        "all:x, ann, 0",
        "all:x, '', 0",
        "known:x, ann, 0",
        "known:x, '', 103",
        "inside:x, ann, 103",
        "users:x, '', 0",
        "users:x#ann, ann, 0",
        "users:x#ann, bob, 103",
        "users:x#'', '', 103",
        "users:x#a|b, a, 103",
        "all:x#ann, bob, 0",
        "$all:x, ann, 103",
        "nobody:x, ann, 102"
    })
    void decideOnSubscribing(String channel, String user, int expected) {
        assertThat(code(rights(false).refusalToSubscribe(new ChannelName(channel), Principal.of(user))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "x, ann, true, 103", "all:x, '', false, 0", "known:x, ann, false, 0", "known:x, '', true, 103",
        "inside:x, ann, false, 103", "inside:x, ann, true, 0", "inside:x, '', true, 103", "nobody:x, ann, true, 102"
    })
    void decideOnPublishing(String channel, String user, boolean subscribed, int expected) {
        assertThat(code(rights(false)
                        .refusalToPublish(
                                new ChannelName(channel), Principal.of(user), grant(subscribed), Payload.NULL)))
                .isEqualTo(expected);
    }

    private static ChannelRights moreRights(TokenVerifier tokens) {
        AccessRules reading = new AccessRules(true, true, true, true, true, true, false, false, true, false, false);
        AccessRules inside = new AccessRules(true, true, false, false, false, false, true, true, false, false, false);
        Namespaces namespaces = Namespaces.of(
                Namespace.defaults("").withAccess(reading),
                List.of(
                        TestRules.wild("wild").withAccess(reading),
                        TestRules.wild("tame"),
                        TestRules.withHistory("past").withAccess(reading),
                        TestRules.withHistory("inside").withAccess(inside),
                        Namespace.defaults("rule")
                                .withAccess(reading)
                                .withNaming(new NamingRules("", "[0-9]+", NamingRules.DataFormat.JSON_OBJECT))));
        return new ChannelRights(new ClientAccess(
                tokens,
                new CurrentNamespaces(namespaces),
                false,
                false,
                List.of(),
                InstantSource.system(),
                CurrentRevocations.none(InstantSource.system())));
    }

    private ChannelRights moreRights() {
        return moreRights(
                new TokenVerifier(vertx, TokenKeys.of("0123456789abcdef0123456789abcdef"), InstantSource.system()));
    }

    @ParameterizedTest
    @CsvSource({
        "wild:*, ann, 0", "wild:*, '', 103", "wild:eu:*, ann, 0", "tame:*, ann, 103", "past:*, ann, 108",
        "nobody:*, ann, 102", "*:x, ann, 103", "*, ann, 103", "wild:x*, ann, 107", "rule:12, ann, 0",
        "rule:1x, ann, 107"
    })
    void decideOnPatternsByAllNamespacesConcerned(String channel, String user, int expected) {
        assertThat(code(moreRights().refusalToSubscribe(new ChannelName(channel), Principal.of(user))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "wild:*, {}, 107",
        "wild:x, 1, 0",
        "rule:1, {}, 0",
        "rule:1, 1, 107",
        "rule:x, {}, 107",
        "tame:x, 1, 103"
    })
    void decideOnNamesAndDataOfPublications(String channel, String data, int expected) {
        assertThat(code(moreRights()
                        .refusalToPublish(new ChannelName(channel), Principal.of("ann"), null, Payload.ofJson(data))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "past:x, ann, false, 0", "past:x, '', false, 103", "wild:x, ann, false, 108", "inside:x, ann, false, 103",
        "inside:x, ann, true, 0", "inside:x, '', true, 0", "nobody:x, ann, false, 102", "past:*, ann, false, 107"
    })
    void decideOnReadingTheHistory(String channel, String user, boolean subscribed, int expected) {
        assertThat(code(moreRights()
                        .refusalToReadHistory(new ChannelName(channel), Principal.of(user), grant(subscribed))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"x, 0", "$all:x, 0", "users:x#ann, 0", "nobody:x, 102"})
    void allowEverythingInKnownNamespacesWhenInsecure(String channel, int expected) {
        assertThat(code(rights(true).refusalToSubscribe(new ChannelName(channel), Principal.ANONYMOUS)))
                .isEqualTo(expected);
        assertThat(code(rights(true)
                        .refusalToPublish(new ChannelName(channel), Principal.ANONYMOUS, null, Payload.NULL)))
                .isEqualTo(expected);
    }
}
