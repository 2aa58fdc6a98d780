package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code channels}, {@code metrics} and {@code verticles}. */
final class ChannelsConfigTest {
    @Test
    void hasDefaults() {
        assertThat(Configs.of("").channels()).isEqualTo(new ChannelsConfig(Namespace.defaults(""), List.of()));
        assertThat(Configs.of("").metrics()).isEqualTo(new MetricsConfig(true));
        assertThat(Configs.of("").verticles()).isEmpty();
    }

    @Test
    void takesEveryKey() {
        HubConfig config = Configs.of("""
                channels:
                  default: &no-alias
                    allow-subscribe-for-client: true
                    allow-subscribe-for-anonymous: true
                    allow-publish-for-client: true
                    allow-publish-for-subscriber: true
                    allow-publish-for-anonymous: true
                    allow-user-limited-channels: true
                  namespaces:
                    - name: chat
                      allow-subscribe-for-client: true
                      allow-subscribe-for-anonymous: true
                      allow-publish-for-client: true
                      allow-publish-for-subscriber: true
                      allow-publish-for-anonymous: true
                      allow-user-limited-channels: true
                    - name: news
                metrics: {enabled: false}
                verticles: [com.example.Greeter, Main]
                """);

        Namespace chat = config.channels().namespaces().getFirst();
        assertThat(chat)
                .isEqualTo(Namespace.defaults("chat")
                        .withAccess(new AccessRules(
                                true, true, true, true, true, false, false, false, false, false, true)));
        Configs.assertEveryKeyIsMapped(chat, Namespace.defaults(""));
        assertThat(config.channels().defaultNamespace())
                .isEqualTo(Namespace.defaults("")
                        .withAccess(new AccessRules(
                                true, true, true, true, true, false, false, false, false, false, true)));
        assertThat(config.channels().namespaces().getLast()).isEqualTo(Namespace.defaults("news"));
        assertThat(config.channels().toNamespaces().of(new ChannelName("chat:1")))
                .contains(chat);
        assertThat(config.metrics()).isEqualTo(new MetricsConfig(false));
        assertThat(config.verticles()).containsExactly("com.example.Greeter", "Main");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    channels: {default: {name: x}}                          | channels.default.name is unknown; did you mean channels.namespaces[].name? (file:1)
                    channels: {default: {allow_publish_for_clients: true}}  | channels.default.allow_publish_for_clients is unknown; did you mean channels.default.allow-publish-for-client? (file:1)
                    channels: {namespaces: {a: 1}}                          | channels.namespaces must be a list; its elements are numbered from 0 without a gap (file:1)
                    channels: {namespaces: [chat]}                          | channels.namespaces[0] must be a section with keys of its own (file:1)
                    channels: {namespaces: [{name: a}]}                     | channels.namespaces[0] name must be at least 2 characters out of letters, digits, - and _, got "a" (file:1)
                    channels: {namespaces: [{name: 'a b'}]}                 | channels.namespaces[0] name must be at least 2 characters out of letters, digits, - and _, got "a b" (file:1)
                    channels: {namespaces: [{name: ab},{name: ab}]}         | channels.namespaces[1].name must be given to one namespace only, got ab (file:1)
                    channels: {namespaces: [{name: ab, allow-publish-for-client: 1}]} | channels.namespaces[0].allow-publish-for-client must be true or false, got 1 (file:1)
                    metrics: {enabled: on}                                  | metrics.enabled must be true or false, got on (file:1)
                    verticles: [com.example.]                               | verticles must each be the full name of a class, got com.example. (file:1)
                    verticles: [{class: A}]                                 | verticles[0] must be a single value, not a list or section (file:1)
                    """)
    void rejects(String yaml, String fault) {
        assertThat(Configs.faultsOf(yaml)).containsExactly(fault);
    }

    @Test
    void wantsANameForEachNamespace() {
        assertThat(Configs.faultsOf("channels: {namespaces: [{allow-publish-for-client: true}]}"))
                .containsExactly("channels.namespaces[0].name is missing: each namespace needs one (file:1)");
    }

    @Test
    void setsNamespacesByNumberedVariables() {
        ChannelsConfig channels = Configs.load(
                        "channels: {namespaces: [{name: chat}, {name: news}]}",
                        Map.of(
                                "HUB_CHANNELS_NAMESPACES_1_NAME", "sport",
                                "HUB_CHANNELS_NAMESPACES_1_ALLOW_PUBLISH_FOR_CLIENT", "true",
                                "HUB_CHANNELS_DEFAULT_ALLOW_PUBLISH_FOR_CLIENT", "true"),
                        "channels.namespaces[2].name=third")
                .config()
                .channels();

        assertThat(channels.namespaces())
                .containsExactly(
                        Namespace.defaults("chat"),
                        Namespace.defaults("sport")
                                .withAccess(new AccessRules(
                                        false, false, true, false, false, false, false, false, false, false, false)),
                        Namespace.defaults("third"));
        assertThat(channels.defaultNamespace().access().allowPublishForClient()).isTrue();
    }

    @Test
    void setsNamespacesByOneVariableInJson() {
        ChannelsConfig channels = Configs.load(
                        "channels: {namespaces: [{name: chat}]}",
                        Map.of("HUB_CHANNELS_NAMESPACES", "[{\"name\":\"news\",\"allow-publish-for-client\":true}]"))
                .config()
                .channels();

        assertThat(channels.namespaces())
                .containsExactly(Namespace.defaults("news")
                        .withAccess(new AccessRules(
                                false, false, true, false, false, false, false, false, false, false, false)));
    }
}
