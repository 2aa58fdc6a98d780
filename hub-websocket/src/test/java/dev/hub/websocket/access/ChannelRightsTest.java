package dev.hub.websocket.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.auth.TokenKeys;
import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
                tokens, new CurrentNamespaces(namespaces), insecure, false, List.of(), InstantSource.system()));
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
        assertThat(code(rights(false).refusalToSubscribe(new ChannelName(channel), user)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "x, ann, true, 103", "all:x, '', false, 0", "known:x, ann, false, 0", "known:x, '', true, 103",
        "inside:x, ann, false, 103", "inside:x, ann, true, 0", "inside:x, '', true, 103", "nobody:x, ann, true, 102"
    })
    void decideOnPublishing(String channel, String user, boolean subscribed, int expected) {
        assertThat(code(rights(false).refusalToPublish(new ChannelName(channel), user, subscribed, Payload.NULL)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"x, 0", "$all:x, 0", "users:x#ann, 0", "nobody:x, 102"})
    void allowEverythingInKnownNamespacesWhenInsecure(String channel, int expected) {
        assertThat(code(rights(true).refusalToSubscribe(new ChannelName(channel), "")))
                .isEqualTo(expected);
        assertThat(code(rights(true).refusalToPublish(new ChannelName(channel), "", false, Payload.NULL)))
                .isEqualTo(expected);
    }
}
