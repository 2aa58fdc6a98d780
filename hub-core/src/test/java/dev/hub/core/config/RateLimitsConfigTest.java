package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Period;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of limits in the configuration. */
class RateLimitsConfigTest {
    private static final String FILE = """
        rate-limits:
          default-rules: false
          rules:
            - name: publish-per-user
              match: {operation: publish, user: 42}
              per: [user, channel_namespace]
              limit: 100
              period: 1m
              cost-from: bytes
              on-failure: closed
            - name: daily
              limit: 5
              period: day
              tz: Europe/Rome
        """;

    @TempDir
    private Path home;

    private LoadedConfig load(String yaml, String... flags) {
        try {
            Path file = Files.writeString(home.resolve("hub.yaml"), yaml);
            return new ConfigLoader(Map.of(), home, home).load(Optional.of(file), List.of(flags));
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void readsRulesOutOfTheFile() {
        RateLimitsConfig config = load(FILE).config().rateLimits();

        assertThat(config.builtIn()).isEmpty();
        assertThat(config.rules()).extracting(LimitRule::name).containsExactly("publish-per-user", "daily");
        LimitRule first = config.rules().getFirst();
        assertThat(first.aim().match()).containsEntry("user", "42");
        assertThat(first.quota().period()).isEqualTo(new Period.Fixed(60_000));
        assertThat(first.conduct().scope()).isEqualTo(Scope.LEASED);
    }

    @Test
    void showsThemAsTheyCanBeReadAgain() {
        LoadedConfig loaded = load(FILE);

        String shown = loaded.toYaml();

        assertThat(load(shown).config().rateLimits()).isEqualTo(loaded.config().rateLimits());
    }

    @Test
    void readsRulesOutOfAFlag() {
        RateLimitsConfig config = load("", "rate-limits.rules=[{\"name\":\"r\",\"limit\":1,\"period\":\"1s\"}]")
                .config()
                .rateLimits();

        assertThat(config.rules()).extracting(LimitRule::name).containsExactly("r");
    }

    @Test
    void tellsAllThatIsWrongWithEach() {
        assertThatThrownBy(() -> load("""
            rate-limits:
              rules:
                - {name: a, limit: many, perod: 1m}
                - 7
                - {name: b, limit: 1, period: 1s, match: {user: ''}}
            """))
                .hasMessageContaining("rate-limits.rules[0]: perod is unknown; did you mean period? (hub.yaml:3)")
                .hasMessageContaining("rate-limits.rules[0]: limit must be a whole number, got \"many\" (hub.yaml:3)")
                .hasMessageContaining("rate-limits.rules[1] must be a section with keys of its own")
                .hasMessageContaining("rate-limits.rules[2]: match.user must not be empty");
    }

    @Test
    void refusesANameThatIsGivenTwice() {
        assertThatThrownBy(() -> load(
                        "rate-limits: {rules: [{name: a, limit: 1, period: 1s}, {name: a, limit: 2, period: 1s}]}"))
                .hasMessageContaining("rate-limits.rules[1].name must be given to one rule only, got a");
    }
}
