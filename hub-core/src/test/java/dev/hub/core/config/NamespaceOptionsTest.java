package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.DeliveryRules.SlowConsumer;
import dev.hub.core.channel.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Namespaces as the API writes them. */
class NamespaceOptionsTest {
    @Test
    void readsValuesOfEachKind() {
        Namespace chat = NamespaceOptions.read(
                "chat",
                Map.of(
                        "history_size",
                        10,
                        "history_ttl",
                        "5m",
                        "force_recovery",
                        true,
                        "allowed_delta_types",
                        List.of("fossil"),
                        "slow_consumer",
                        "drop_oldest",
                        "channel_regex",
                        "[a-z]+"));

        assertThat(chat.name()).isEqualTo("chat");
        assertThat(chat.history().historySize()).isEqualTo(10);
        assertThat(chat.history().historyTtl()).isEqualTo(Duration.ofMinutes(5));
        assertThat(chat.history().forceRecovery()).isTrue();
        assertThat(chat.delivery().allowedDeltaTypes()).containsExactly("fossil");
        assertThat(chat.delivery().slowConsumer()).isEqualTo(SlowConsumer.DROP_OLDEST);
        assertThat(chat.naming().channelRegex()).isEqualTo("[a-z]+");
        assertThat(chat.access()).isEqualTo(AccessRules.none());
    }

    @Test
    void readsEverythingAsTextToo() {
        assertThat(NamespaceOptions.read(
                        "chat", Map.of("history_size", "10", "history_ttl", "5m", "allowed_delta_types", "fossil")))
                .isEqualTo(NamespaceOptions.read(
                        "chat",
                        Map.of("history_size", 10, "history_ttl", "5m", "allowed_delta_types", List.of("fossil"))));
    }

    @Test
    void readsWhatItWrites() {
        Namespace chat = NamespaceOptions.read(
                "chat", Map.of("history_size", 10, "history_ttl", "5m", "allowed_delta_types", List.of("fossil")));

        Map<String, Object> written = NamespaceOptions.write(chat);

        assertThat(NamespaceOptions.read("chat", written)).isEqualTo(chat);
        assertThat(written)
                .containsOnlyKeys(NamespaceOptions.names())
                .containsEntry("history_size", 10)
                .containsEntry("history_ttl", "5m")
                .containsEntry("durable", false)
                .containsEntry("slow_consumer", "disconnect")
                .doesNotContainKey("name");
    }

    @Test
    void hasTheOptionsOfTheFile() {
        assertThat(NamespaceOptions.names())
                .isEqualTo(Schema.keys().stream()
                        .filter(key -> key.startsWith("channels.namespaces[]."))
                        .map(key -> key.substring("channels.namespaces[].".length()))
                        .filter(key -> !key.equals("name"))
                        .map(key -> key.replace('-', '_'))
                        .toList());
    }

    @Test
    void tellsAllThatIsWrongAtOnceInItsOwnWords() {
        Map<String, Object> options = new HashMap<>();
        options.put("history_size", -1);
        options.put("history_ttl", 300);
        options.put("force_recovry", true);
        options.put("history-size", 5);
        options.put("batch_flush_latest", true);
        options.put("pattern", "users");
        options.put("allow_positioning", Map.of("a", 1));

        assertThatThrownBy(() -> NamespaceOptions.read("a b", options))
                .asInstanceOf(type(ConfigException.class))
                .extracting(ConfigException::problems)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Problem.class))
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "name must be at least 2 characters out of letters, digits, - and _, got \"a b\"",
                        "history_size must be 0 to 1000000, got -1",
                        "history_ttl must be a duration with its unit, such as 300ms, 25s, 5m, 1h or 30d (did you mean"
                                + " 300s?), got 300",
                        "force_recovry is unknown; did you mean force_recovery?",
                        "history-size is unknown; did you mean history_size?",
                        "batch_flush_latest has no effect without batch_max_delay, got true",
                        "pattern must begin with a slash, got \"users\"",
                        "allow_positioning must be a single value, not a list or section");
    }

    @Test
    void refusesStrangeValuesWithoutFailing() {
        List<Object> nested = new ArrayList<>(Arrays.asList(1, null, List.of("x"), Map.of()));
        for (Object strange : List.of(nested, Map.of("x", 1), 1.5, 1e300, "", "\u0000", "x".repeat(100_000))) {
            for (String option : NamespaceOptions.names()) {
                try {
                    NamespaceOptions.read("chat", Map.of(option, strange));
                } catch (ConfigException refused) {
                    assertThat(refused.problems())
                            .isNotEmpty()
                            .allSatisfy(problem -> assertThat(problem.toString())
                                    .startsWith(option)
                                    .hasSizeLessThan(500));
                }
            }
        }
    }

    @Test
    void limitsTheNameOfTheTagToConflateBy() {
        assertThatThrownBy(() -> NamespaceOptions.read("chat", Map.of("conflate_by", "k".repeat(65))))
                .hasMessage("conflate_by must have at most 64 characters, got 65");
    }

    @Test
    void refusesAnObjectInPlaceOfAList() {
        assertThatThrownBy(() -> NamespaceOptions.read("chat", Map.of("allowed_delta_types", Map.of("a", 1))))
                .hasMessage("allowed_delta_types must be a list; its elements are numbered from 0 without a gap");
    }

    @Test
    void refusesTheNamesOfTheHubsOwn() {
        assertThatThrownBy(() -> NamespaceOptions.read("events", Map.of("presence", true)))
                .hasMessage("name must not be events, hub or job, which are the hub's own, got events");
        assertThatThrownBy(() -> NamespaceOptions.read("hub", Map.of()))
                .hasMessage("name must not be events, hub or job, which are the hub's own, got hub");
    }

    @Test
    void needsAName() {
        assertThatThrownBy(() -> NamespaceOptions.read("", Map.of())).hasMessage("name is missing");
    }
}
