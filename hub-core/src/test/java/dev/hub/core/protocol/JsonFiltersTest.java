package dev.hub.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hub.core.filter.FilterNode;
import dev.hub.core.filter.TagsFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters are read as the SDKs write them; anything else is refused. */
final class JsonFiltersTest {
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "1",
        "true",
        "\"op\"",
        "\"key\"",
        "\"cmp\"",
        "\"val\"",
        "\"vals\"",
        "\"nodes\"",
        "\"and\"",
        "\"not\"",
        "\"eq\"",
        "\"in\"",
        "\"gt\"",
        "\"5\"",
        "\"x\"",
        "\"other\""
    };

    @Test
    void readsNodesInNodes() throws IOException {
        TagsFilter filter = parse("""
                {"op":"or","nodes":[
                  {"op":"and","nodes":[{"key":"env","cmp":"eq","val":"prod"},{"key":"n","cmp":"gt","val":"5"}]},
                  {"key":"region","cmp":"in","vals":["us","eu"],"future":[{}]}]}
                """);

        assertThat(filter.matches(Map.of("env", "prod", "n", "6"))).isTrue();
        assertThat(filter.matches(Map.of("env", "prod", "n", "5"))).isFalse();
        assertThat(filter.matches(Map.of("region", "eu"))).isTrue();
        assertThat(filter.matches(Map.of())).isFalse();
    }

    @Test
    void nullIsAbsent() throws IOException {
        JsonReader json =
                reader("{\"op\":null,\"key\":\"k\",\"cmp\":\"ex\",\"val\":null,\"vals\":null,\"nodes\":null}");

        assertThat(JsonFilters.read(json)).isEqualTo(new FilterNode("", "k", "ex", "", List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"key":1}                             | tf: key must be a string
                    {"op":"and","nodes":[{"val":["a"]}]}  | tf: val must be a string
                    {"vals":"a"}                          | tf: vals must be an array of strings
                    {"vals":[1]}                          | tf: vals must be an array of strings
                    {"nodes":{}}                          | unexpected START_OBJECT
                    {"nodes":[null]}                      | unexpected VALUE_NULL
                    {}                                    | tf.key must have 1 to 256 characters, got 0
                    """)
    void refusesOtherTypes(String json, String fault) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(json)).withMessageContaining(fault);
    }

    @Property(tries = 2000)
    void arbitraryBytesAreAFilterOrRefused(@ForAll byte[] bytes) {
        parsesOrRefuses(bytes);
    }

    @Property(tries = 5000)
    void arbitraryTokensAreAFilterOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{\"key\":\"k\",");
        for (int i = random.nextInt(30); i >= 0; i--) {
            json.append(TOKENS[random.nextInt(TOKENS.length)]);
        }
        parsesOrRefuses(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Property(tries = 3000)
    void arbitraryObjectsAreAFilterOrRefused(@ForAll long seed) {
        parsesOrRefuses(object(new Random(seed), 5).getBytes(StandardCharsets.UTF_8));
    }

    /** Valid JSON with the fields of a filter, whose values have any type. */
    private static String object(Random random, int depth) {
        StringBuilder json = new StringBuilder("{");
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(json.length() > 1 ? "," : "")
                    .append(TOKENS[9 + random.nextInt(6)])
                    .append(':');
            json.append(value(random, depth));
        }
        return json.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (depth == 0 ? 4 : random.nextInt(7)) {
            case 0 -> object(random, depth - 1);
            case 1, 2 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            case 3 -> TOKENS[6 + random.nextInt(3)];
            default -> TOKENS[15 + random.nextInt(7)];
        };
    }

    private static void parsesOrRefuses(byte[] json) {
        try {
            TagsFilter filter = JsonFilters.parse(new JsonReader(json));
            assertThat(filter.matches(Map.of())).isIn(true, false);
        } catch (IllegalArgumentException | IOException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static TagsFilter parse(String json) throws IOException {
        return JsonFilters.parse(reader(json));
    }

    private static JsonReader reader(String json) throws IOException {
        return new JsonReader(json.getBytes(StandardCharsets.UTF_8));
    }
}
