package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.CallbackRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.HistoryRules.RecoveryMode;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.NamingRules;
import dev.hub.core.channel.NamingRules.DataFormat;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.channel.PresenceRules.ChannelEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code channels}, {@code metrics} and {@code verticles}. */
final class ChannelsConfigTest {
    private static final NamingRules PATTERN = new NamingRules("/a/:b", "[a-z]+", DataFormat.JSON_OBJECT);

    private static final String EVERY_OPTION = """
        channel-regex: "[a-z]+", publication-data-format: json-object, allow-subscribe-for-client: true, \
        allow-subscribe-for-anonymous: true, allow-publish-for-client: true, allow-publish-for-subscriber: true, \
        allow-publish-for-anonymous: true, allow-history-for-client: true, allow-history-for-subscriber: true, \
        allow-history-for-anonymous: true, allow-wildcard-for-client: true, allow-consumer-for-client: true, \
        allow-user-limited-channels: true, history-size: 10, history-ttl: 5m, history-meta-ttl: 1h, \
        allow-positioning: true, force-positioning: true, allow-recovery: true, force-recovery: true, \
        force-recovery-mode: cache, auto-cache-recover: true, idempotency-ttl: 1m, durable: true, \
        allowed-delta-types: [fossil], delta-publish: true, keep-latest-publication: true, allow-tags-filter: true, \
        batch-max-size: 5, batch-max-delay: 100ms, batch-flush-latest: true, slow-consumer: conflate, \
        conflate-by: key, wildcards: true, subscribe-callback: app, sub-refresh-callback: verticle, \
        publish-callback: app, presence: true, join-leave: true, force-push-join-leave: true, presence-grace: 20s, \
        join-leave-max-delay: 200ms, join-leave-max-members: 50, allow-presence-for-client: true, \
        allow-presence-for-subscriber: true, allow-presence-for-anonymous: true, channel-events: [occupied, First_Join]\
        """;

    @Test
    void hasDefaults() {
        assertThat(Configs.of("").channels())
                .isEqualTo(new ChannelsConfig(Namespace.defaults(""), List.of(), Duration.ofSeconds(10)));
        assertThat(Configs.of("").metrics()).isEqualTo(MetricsConfig.defaults());
        assertThat(Configs.of("").verticles()).isEmpty();
    }

    @Test
    void takesEveryKey() {
        HubConfig config = Configs.of("""
            channels:
              position-check-interval: 3s
              default:
                history-size: 10
                history-ttl: 5m
                slow-consumer: Drop_Oldest
              namespaces:
                - {name: chat, %s}
                - name: news
            callbacks: {endpoints: [{name: app, url: 'http://app/'}]}
            metrics: {enabled: false}
            verticles: [com.example.Greeter, Main]
            """.formatted(EVERY_OPTION));

        Namespace chat = config.channels().namespaces().getFirst();
        assertThat(chat).isEqualTo(everyOption());
        Configs.assertEveryKeyIsMapped(chat.withNaming(PATTERN), Namespace.defaults(""));
        assertThat(config.channels().defaultNamespace().history().historyTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.channels().defaultNamespace().delivery().slowConsumer())
                .isEqualTo(SlowConsumer.DROP_OLDEST);
        assertThat(config.channels().namespaces().getLast()).isEqualTo(Namespace.defaults("news"));
        assertThat(config.channels().positionCheckInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.channels().toNamespaces().of(new ChannelName("chat:1")))
                .contains(chat);
        assertThat(config.metrics()).isEqualTo(new MetricsConfig(false, Duration.ofSeconds(1)));
        assertThat(config.verticles()).containsExactly("com.example.Greeter", "Main");
    }

    private static Namespace everyOption() {
        return new Namespace(
                "chat",
                new NamingRules("", "[a-z]+", DataFormat.JSON_OBJECT),
                new AccessRules(true, true, true, true, true, true, true, true, true, true, true),
                new HistoryRules(
                        10,
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        true,
                        true,
                        true,
                        true,
                        RecoveryMode.CACHE,
                        true,
                        Duration.ofMinutes(1),
                        true),
                new DeliveryRules(
                        List.of("fossil"),
                        true,
                        true,
                        true,
                        5,
                        Duration.ofMillis(100),
                        true,
                        SlowConsumer.CONFLATE,
                        "key",
                        true),
                new CallbackRules("app", "verticle", "app"),
                new PresenceRules(
                        true,
                        true,
                        true,
                        Duration.ofSeconds(20),
                        Duration.ofMillis(200),
                        50,
                        true,
                        true,
                        true,
                        List.of(ChannelEvents.OCCUPIED, ChannelEvents.FIRST_JOIN)));
    }

    @Test
    void takesAPattern() {
        ChannelsConfig channels = Configs.of(
                        "channels: {namespaces: [{name: users, pattern: '/users/:id', publication-data-format:"
                                + " json_object}]}")
                .channels();

        assertThat(channels.namespaces())
                .containsExactly(Namespace.defaults("users")
                        .withNaming(new NamingRules("/users/:id", "", DataFormat.JSON_OBJECT)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        channels: {default: {name: x}}                          | channels.default.name is unknown; did you mean channels.namespaces[].name? (file:1)
        channels: {default: {allow_publish_for_clients: true}}  | channels.default.allow_publish_for_clients is unknown; did you mean channels.default.allow-publish-for-client? (file:1)
        channels: {namespaces: {a: 1}}                          | channels.namespaces must be a list; its elements are numbered from 0 without a gap (file:1)
        channels: {namespaces: [chat]}                          | channels.namespaces[0] must be a section with keys of its own (file:1)
        channels: {namespaces: [{name: a}]}                     | channels.namespaces[0].name must be at least 2 characters out of letters, digits, - and _, got "a" (file:1)
        channels: {namespaces: [{name: 'a b'}]}                 | channels.namespaces[0].name must be at least 2 characters out of letters, digits, - and _, got "a b" (file:1)
        channels: {namespaces: [{name: ab},{name: ab}]}         | channels.namespaces[1].name must be given to one namespace only, got ab (file:1)
        channels: {namespaces: [{name: events}]}                | channels.namespaces[0].name must not be events, hub or job, which are the hub's own, got events (file:1)
        channels: {namespaces: [{name: ab},{name: hub}]}        | channels.namespaces[1].name must not be events, hub or job, which are the hub's own, got hub (file:1)
        channels: {namespaces: [{name: ab, allow-publish-for-client: 1}]} | channels.namespaces[0].allow-publish-for-client must be true or false, got 1 (file:1)
        channels: {default: {pattern: /a}}                      | channels.default.pattern is unknown; did you mean channels.namespaces[].pattern? (file:1)
        channels: {default: {presence-grace: 5s}}               | channels.default.presence-grace has no effect without presence: true or join-leave: true, got 5s (file:1)
        channels: {default: {allow-presence-for-client: true}}  | channels.default.allow-presence-for-client has no effect without presence: true, got true (file:1)
        channels: {default: {channel-events: [joined]}}         | channels.default.channel-events[0] must be one of occupied, vacated, first-join, last-leave, subscribed, unsubscribed, got joined (file:1)
        users: {presence: false, connection-limit: 3}           | users.connection-limit has no effect without users.presence: true, got 3 (file:1)
        users: {status-namespace: a b}                          | users.status-namespace must be the name of a namespace, or empty, got a b (file:1)
        channels: {position-check-interval: 2h}                 | channels.position-check-interval must be 1s to 1h, got 2h (file:1)
        metrics: {enabled: on}                                  | metrics.enabled must be true or false, got on (file:1)
        verticles: [com.example.]                               | verticles must each be the full name of a class, got com.example. (file:1)
        verticles: [{class: A}]                                 | verticles[0] must be a single value, not a list or section (file:1)
        """)
    void rejects(String yaml, String fault) {
        assertThat(Configs.faultsOf(yaml)).containsExactly(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        history-size: 1000001, history-ttl: 1m    | history-size must be 0 to 1000000, got 1000001
        history-size: 1, history-ttl: 8761h, history-meta-ttl: 9000h | history-ttl must be 0s to 8760h, got 8761h
        history-size: 1, history-ttl: 10          | history-ttl must be a duration with its unit, such as 300ms, 25s, 5m, 1h or 30d (did you mean 10s?), got 10
        history-meta-ttl: 999ms                   | history-meta-ttl must be 1s to 87600h, got 999ms
        idempotency-ttl: 25h                      | idempotency-ttl must be 1s to 24h, got 25h
        batch-max-size: 10001, batch-max-delay: 1s | batch-max-size must be 0 to 10000, got 10001
        batch-max-delay: 61s                      | batch-max-delay must be 0s to 1m, got 61s
        history-size: 1                           | history-ttl must be above 0 when history-size is, got 0s
        history-ttl: 1s                           | history-size must be above 0 when history-ttl is, got 0
        history-size: 1, history-ttl: 2s, history-meta-ttl: 1s | history-meta-ttl must not be shorter than history-ttl (2s), got 1s
        durable: true                             | durable needs history-size and history-ttl above 0, got true
        allow-positioning: true                   | allow-positioning needs history-size and history-ttl above 0, got true
        force-positioning: true                   | force-positioning needs history-size and history-ttl above 0, got true
        allow-recovery: true                      | allow-recovery needs history-size and history-ttl above 0, got true
        force-recovery: true                      | force-recovery needs history-size and history-ttl above 0, got true
        force-recovery-mode: cache                | force-recovery-mode has no effect without allow-recovery or force-recovery, got cache
        force-recovery-mode: both                 | force-recovery-mode must be one of stream, cache, got both
        auto-cache-recover: true                  | auto-cache-recover has no effect without force-recovery-mode: cache, got true
        allow-history-for-client: true            | allow-history-for-client needs history-size and history-ttl above 0, got true
        allow-history-for-subscriber: true        | allow-history-for-subscriber needs history-size and history-ttl above 0, got true
        allowed-delta-types: [fossil]             | allowed-delta-types needs a history (history-size and history-ttl) or keep-latest-publication: true, got fossil
        allowed-delta-types: [xdelta]             | allowed-delta-types must be fossil, got "xdelta"
        delta-publish: true                       | delta-publish has no effect without allowed-delta-types, got true
        keep-latest-publication: true             | keep-latest-publication has no effect without allowed-delta-types, got true
        batch-max-size: 2                         | batch-max-size has no effect without batch-max-delay, got 2
        batch-flush-latest: true                  | batch-flush-latest has no effect without batch-max-delay, got true
        conflate-by: k                            | conflate-by has no effect without slow-consumer: conflate or batch-flush-latest: true, got k
        slow-consumer: wait                       | slow-consumer must be one of disconnect, conflate, drop-oldest, got wait
        wildcards: true, pattern: /a              | wildcards must be false in a namespace with a pattern, whose channels do not begin with its name, got true
        allow-wildcard-for-client: true           | allow-wildcard-for-client has no effect without wildcards: true, got true
        channel-regex: "("                        | channel-regex must be a regular expression: Unclosed group
        pattern: users                            | pattern must begin with a slash, got "users"
        pattern: /users/                          | pattern must have words or :variables between its slashes, got "/users/"
        pattern: "/users/:1"                      | pattern must have words or :variables between its slashes, got "/users/:1"
        pattern: "/users/*"                       | pattern must have words or :variables between its slashes, got "/users/*"
        publication-data-format: binary           | publication-data-format must be one of json, json-object, got binary
        """)
    void rejectsOptionsOfANamespace(String options, String fault) {
        assertThat(Configs.faultsOf("channels: {namespaces: [{name: ab, " + options + "}]}"))
                .containsExactly("channels.namespaces[0]." + fault + " (file:1)");
    }

    @Test
    void tellsWhichNamespaceHasAPatternsChannelsAlready() {
        assertThat(Configs.faultsOf("""
            channels:
              namespaces:
                - {name: users, pattern: "/users/:id"}
                - name: people
                  pattern: "/users/:name"
            """))
                .containsExactly("channels.namespaces[1].pattern must not take the channels of namespace users, got"
                        + " /users/:name (file:5)");
    }

    @Test
    void tellsAllThatIsWrongWithANamespaceButNothingThatFollowsFromIt() {
        assertThat(Configs.faultsOf("""
            channels:
              default:
                history-size: many
                history-ttl: 5m
                force-recovery: true
                channel-regex: "["
                batch-flush-latest: true
            """))
                .containsExactly(
                        "channels.default.history-size must be a whole number, got many (file:3)",
                        "channels.default.channel-regex must be a regular expression: Unclosed character class"
                                + " (file:6)",
                        "channels.default.batch-flush-latest has no effect without batch-max-delay, got true (file:7)");
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
