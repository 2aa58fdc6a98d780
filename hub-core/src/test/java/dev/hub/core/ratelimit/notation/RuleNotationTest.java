package dev.hub.core.ratelimit.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.DefaultRules;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.LimitRule.Split;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules as JSON. */
class RuleNotationTest {
    private static LimitRule read(String json) {
        return RuleNotation.read(new JsonObject(json.replace('\'', '"')).getMap());
    }

    private static List<String> problems(String json) {
        try {
            return List.of("understood: " + read(json));
        } catch (InvalidNotationException invalid) {
            return invalid.problems();
        }
    }

    @Test
    void readsEveryField() {
        LimitRule rule = read("""
            {'name': 'tokens-per-day', 'match': {'operation': 'llm', 'model': 'gpt-4*|o3', 'user': 42}, 'per': ['tenant'],
             'algorithm': 'fixed_window', 'limit': 2000000, 'period': 'day', 'tz': 'Europe/Rome', 'cost_from': 'tokens',
             'priority': 2, 'mode': 'shadow', 'scope': 'leased', 'on_failure': 'closed',
             'split': {'by': 'tenant', 'percent': 10, 'limit': 4000000, 'period': 'week'}}""");

        Period.Calendar day = new Period.Calendar(Period.Unit.DAY, ZoneId.of("Europe/Rome"));
        Period.Calendar week = new Period.Calendar(Period.Unit.WEEK, ZoneOffset.UTC);
        assertThat(rule)
                .isEqualTo(new LimitRule(
                        "tokens-per-day",
                        RuleAim.of(Map.of("operation", "llm", "model", "gpt-4*|o3", "user", "42"), List.of("tenant")),
                        Quota.of(Algorithm.FIXED_WINDOW, 2_000_000, day),
                        new Conduct(CostFrom.TOKENS, 2, Mode.SHADOW, Scope.LEASED, OnFailure.CLOSED),
                        Optional.of(new Split("tenant", 10, Quota.of(Algorithm.FIXED_WINDOW, 4_000_000, week)))));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        LimitRule rule = read("{'name': 'r', 'limit': 100, 'period': '1m'}");

        assertThat(rule.aim()).isEqualTo(RuleAim.of(Map.of(), List.of()));
        assertThat(rule.quota()).isEqualTo(Quota.of(Algorithm.TOKEN_BUCKET, 100, new Period.Fixed(60_000)));
        assertThat(rule.conduct())
                .isEqualTo(new Conduct(CostFrom.COST, 5, Mode.ENFORCE, Scope.LEASED, OnFailure.LOCAL));
        assertThat(rule.split()).isEmpty();
    }

    @Test
    void aThingTakesOneSlotWhateverItCosts() {
        LimitRule rule = read("{'name': 'r', 'limit': 100, 'period': '1m', 'algorithm': 'concurrency'}");

        assertThat(rule.conduct().costFrom()).isEqualTo(CostFrom.ONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        'per': ['user']                                       | LEASED
        'per': ['user', 'client']                             | LOCAL
        'algorithm': 'sliding_log'                            | EXACT
        'algorithm': 'concurrency'                            | EXACT
        'algorithm': 'sliding_window'                         | LEASED
        'cost_from': 'money'                                  | EXACT
        'per': ['client'], 'scope': 'exact'                   | EXACT
        """)
    void theScopeFollowsFromTheRest(String fields, Scope scope) {
        assertThat(read("{'name': 'r', 'limit': 100, 'period_ms': 1000, " + fields + "}")
                        .conduct()
                        .scope())
                .isEqualTo(scope);
    }

    @Test
    void aPeriodOfTheCalendarMeansFixedWindows() {
        assertThat(read("{'name': 'r', 'limit': 1, 'period': 'month'}").quota().algorithm())
                .isEqualTo(Algorithm.FIXED_WINDOW);
    }

    @Test
    void readsWhatAFileSays() {
        Map<String, Object> texts = Map.of(
                "name",
                "r",
                "per",
                "user, ip",
                "limit",
                "100",
                "period-ms",
                "1000",
                "cost-from",
                "cost",
                "on-failure",
                "open",
                "priority",
                "9");

        LimitRule rule = RuleNotation.read(texts);

        assertThat(rule.aim().per()).containsExactly("user", "ip");
        assertThat(rule.quota()).isEqualTo(Quota.of(Algorithm.TOKEN_BUCKET, 100, new Period.Fixed(1000)));
        assertThat(rule.conduct()).isEqualTo(new Conduct(CostFrom.COST, 9, Mode.ENFORCE, Scope.LEASED, OnFailure.OPEN));
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        assertThat(problems("""
            {'name': 'a b', 'match': {'Operation': 'x', 'user': ''}, 'per': ['user', 7.5], 'limit': -1, 'perod': 'day',
             'period': 'fortnight', 'tz': 'Mars/Base', 'algorithm': 'leaky', 'priority': 11, 'mode': 'on',
             'split': {'percent': 100, 'by': 'user'}, 'cost_from': []}"""))
                .containsExactlyInAnyOrder(
                        "perod is unknown; did you mean period?",
                        "name must be 1 to 64 of a-z, A-Z, 0-9, _, . and -, a letter or digit first, got \"a b\"",
                        "a descriptor's name must be 1 to 32 of a-z, 0-9 and _, a letter first, got \"Operation\"",
                        "match.user must not be empty, nor have an empty alternative",
                        "per must be a list of texts",
                        "limit must be 0 to 1000000000000, got -1",
                        "tz goes with a period of the calendar alone: hour, day, week, month, year",
                        "period must be a time such as 300ms, 10s, 1m or 24h, or hour, day, week, month, year, got \"fortnight\"",
                        "algorithm must be one of token_bucket, sliding_window, sliding_log, fixed_window, concurrency,"
                                + " got \"leaky\"",
                        "priority must be 0 to 9, got 11",
                        "mode must be one of enforce, shadow, off, got \"on\"",
                        "split.percent must be 1 to 99, got 100",
                        "cost_from must be a text, got a list");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                      | name is missing
        {}                                                                      | limit is missing
        {'limit': 1, 'period': '1s', 'period_ms': 1}                            | period and period_ms exclude each other
        {'limit': 1.5}                                                          | limit must be a whole number, got 1.5
        {'limit': 1e300}                                                        | limit must be 0 to 1000000000000, got 1.0E300
        {'limit': 99999999999999999999999999}                                   | limit must be 0 to 1000000000000, got 99999999999999999999999999
        {'limit': 'many'}                                                       | limit must be a whole number, got "many"
        {'limit': {}}                                                           | limit must be a whole number, got an object
        {'limit': 10001, 'algorithm': 'sliding_log'}                            | limit must be 0 to 10000, got 10001
        {'period_ms': 34560000001}                                              | period_ms must be 1 to 34560000000, got 34560000001
        {'period': '401d'}                                                      | period must be 1ms to 400d, got 401d
        {'period': '999999999999d'}                                             | period must be 1ms to 400d, got 999999999999d
        {'period': 'day', 'tz': 'Europe/Romme', 'limit': 1}                     | tz must be a time zone such as Europe/Rome or UTC, got "Europe/Romme"
        {'limit': 1, 'period': 'day', 'algorithm': 'token_bucket'}              | calendar periods go with fixed_window alone, not with token_bucket
        {'limit': 5, 'burst': 6, 'period': '1s', 'algorithm': 'fixed_window'}   | burst goes with token_bucket alone, not with fixed_window
        {'match': []}                                                           | match must be an object of texts, got a list
        {'match': {'user': {}}}                                                 | match.user must be a text
        {'match': {'a': '1', 'b': '1', 'c': '1', 'd': '1', 'e': '1', 'f': '1', 'g': '1', 'h': '1', 'i': '1'}} | match and per must have at most 8 descriptors each
        {'per': ['user', 'user']}                                               | per must not name a descriptor twice, got [user, user]
        {'per': {'user': 1}}                                                    | per must be a list of texts, got an object
        {'split': 7}                                                            | split must be an object, got 7
        {'split': {'by': 'user', 'percent': 5, 'mode': 'off'}}                  | split.mode is unknown
        {'split': {'by': 'user', 'precent': 5}}                                 | split.precent is unknown; did you mean split.percent?
        {'on_failur': 'open'}                                                   | on_failur is unknown; did you mean on_failure?
        """)
    void saysWhatIsWrong(String json, String problem) {
        assertThat(problems(json)).contains(problem);
    }

    @Test
    void aScopeThatDoesNotGoWithTheAlgorithmIsRefused() {
        assertThat(problems("{'name': 'r', 'limit': 1, 'period': '1s', 'algorithm': 'concurrency', 'scope': 'leased'}"))
                .containsExactly("scope leased does not go with concurrency, use exact");
    }

    @Test
    void whatIsHugeIsRefusedShortly() {
        String huge = "x".repeat(1_000_000);
        Map<String, Object> fields = new LinkedHashMap<>(Map.of("name", huge, "limit", huge, huge, 1, "mode", huge));
        fields.put("match", Map.of(huge, "a", "user", huge));
        for (int i = 0; i < 1000; i++) {
            fields.put("field" + i, i);
        }

        assertThatThrownBy(() -> RuleNotation.read(fields))
                .isInstanceOfSatisfying(InvalidNotationException.class, invalid -> {
                    assertThat(invalid.problems()).hasSizeGreaterThan(1000);
                    assertThat(invalid.getMessage()).hasSizeLessThan(5000).endsWith(" more");
                });
    }

    @Test
    void whatANewerVersionAddedIsPassedOver() {
        Map<String, Object> rule = new LinkedHashMap<>(RuleNotation.write(
                read("{'name': 'r', 'limit': 1, 'period': '1s', 'split': {'by': 'user', 'percent': 5}}")));
        rule.put("colour", "red");
        castToMap(Objects.requireNonNull(rule.get("split"))).put("shade", 7);

        assertThat(RuleNotation.readTolerantly(rule).name()).isEqualTo("r");
        assertThatThrownBy(() -> RuleNotation.read(rule))
                .hasMessageContaining("colour is unknown")
                .hasMessageContaining("split.shade is unknown");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> castToMap(Object value) {
        return (Map<String, Object>) value;
    }

    @Test
    void theBuiltInRulesAreRulesToo() {
        for (LimitRule rule : DefaultRules.all()) {
            assertThat(RuleNotation.read(RuleNotation.write(rule))).isEqualTo(rule);
        }
        assertThat(DefaultRules.all())
                .extracting(LimitRule::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith(DefaultRules.PREFIX));
    }

    @Test
    void thePageTablesEveryField() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "rate-limiting.md"));
        String rules = page.split("(?m)^## Rules$", -1)[1].split("(?m)^## ", -1)[0];

        assertThat(rules.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`", -1)[1]))
                .containsExactlyInAnyOrderElementsOf(RuleNotation.FIELDS);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll("rules") LimitRule rule) {
        String json = new JsonObject(RuleNotation.write(rule)).encode();

        assertThat(RuleNotation.read(new JsonObject(json).getMap())).isEqualTo(rule);
        assertThat(RuleNotation.readTolerantly(new JsonObject(json).getMap())).isEqualTo(rule);
    }

    @Provide
    Arbitrary<LimitRule> rules() {
        Arbitrary<Conduct> conducts = Combinators.combine(
                        Arbitraries.of(CostFrom.class),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(Mode.class),
                        Arbitraries.of(Scope.EXACT, Scope.LOCAL),
                        Arbitraries.of(OnFailure.class))
                .as(Conduct::new);
        Arbitrary<String> names = Arbitraries.of("user", "ip", "tenant", "x_1");
        Arbitrary<RuleAim> aims = Combinators.combine(
                        Arbitraries.maps(names, Arbitraries.of("*", "a|b*", "é\"\\", "42"))
                                .ofMaxSize(3),
                        names.list().uniqueElements().ofMaxSize(3))
                .as(RuleAim::of);
        return Combinators.combine(
                        aims,
                        quotas(),
                        quotas(),
                        conducts,
                        Arbitraries.integers().between(0, 99))
                .as((aim, quota, other, conduct, percent) -> new LimitRule(
                        "r.1-x",
                        aim,
                        quota,
                        conduct,
                        percent == 0 || quota.algorithm() != other.algorithm()
                                ? Optional.empty()
                                : Optional.of(new Split("user", percent, other))));
    }

    private static Arbitrary<Quota> quotas() {
        Arbitrary<Long> limits = Arbitraries.longs().between(0, 10_000);
        Arbitrary<Period> fixed = Arbitraries.longs().between(1, Period.MAX_MS).map(Period.Fixed::new);
        Arbitrary<Period> calendar = Combinators.combine(
                        Arbitraries.of(Period.Unit.class),
                        Arbitraries.of(ZoneOffset.UTC, ZoneId.of("Asia/Kolkata"), ZoneId.of("+02:00")))
                .as(Period.Calendar::new);
        return Arbitraries.oneOf(
                Combinators.combine(Arbitraries.of(Algorithm.class), limits, fixed)
                        .as(Quota::of),
                Combinators.combine(limits, fixed, Arbitraries.longs().between(0, Quota.MAX_LIMIT))
                        .as((limit, period, burst) -> new Quota(Algorithm.TOKEN_BUCKET, limit, period, burst)),
                Combinators.combine(limits, calendar)
                        .as((limit, period) -> Quota.of(Algorithm.FIXED_WINDOW, limit, period)));
    }

    @Property
    void nothingThatSomebodyWritesBreaksIt(@ForAll("anything") Map<String, Object> fields) {
        try {
            LimitRule rule = RuleNotation.read(fields);
            assertThat(RuleNotation.read(RuleNotation.write(rule))).isEqualTo(rule);
        } catch (InvalidNotationException refused) {
            assertThat(refused.problems()).isNotEmpty();
        }
    }

    @Provide
    Arbitrary<Map<String, Object>> anything() {
        List<Object> scalars = new ArrayList<>(List.of(
                "",
                "user",
                "1m",
                "day",
                "1e99",
                "-1",
                true,
                0,
                -5,
                7,
                1.5,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Long.MAX_VALUE,
                "token_bucket",
                "local",
                "*",
                "a|",
                "\u0000",
                List.of(),
                Map.of(),
                List.of("user"),
                List.of(List.of()),
                Map.of("user", "a"),
                Map.of("by", "user", "percent", 5),
                Map.of("x", Map.of())));
        return Arbitraries.maps(Arbitraries.of(RuleNotation.FIELDS), Arbitraries.of(scalars))
                .ofMaxSize(12);
    }
}
