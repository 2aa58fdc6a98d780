package dev.hub.core.ratelimit.notation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.ModelPrice;
import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices as JSON. */
class PriceNotationTest {
    private static ModelPrice read(String json) {
        return PriceNotation.read(new JsonObject(json.replace('\'', '"')).getMap());
    }

    private static List<String> problems(String json) {
        try {
            return List.of("understood: " + read(json));
        } catch (InvalidNotationException invalid) {
            return invalid.problems();
        }
    }

    @Test
    void readsDollarsExactly() {
        assertThat(read("{'model': 'gpt-4o*', 'input': 2.5, 'output': '10', 'cached_input': 0.075}"))
                .isEqualTo(new ModelPrice("gpt-4o*", 2_500_000, 10_000_000, 75_000));
        assertThat(read("{'model': 'm', 'input': 0.1, 'output': 1}").cachedInput())
                .isEqualTo(100_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                       | model is missing
        {'model': 'm', 'input': 1}                               | output is missing
        {'model': '', 'input': 1, 'output': 1}                   | model must have 1 to 256 characters, got 0
        {'model': 'm', 'input': -1, 'output': 1}                 | input must be 0 to 1000000, got -1
        {'model': 'm', 'input': 1e999, 'output': 1}              | input must be a number, got "Infinity"
        {'model': 'm', 'input': '1e-999999999', 'output': 1}     | input must have at most 6 decimals, got "1e-999999999"
        {'model': 'm', 'input': '1e999999999', 'output': 1}      | input must be 0 to 1000000, got "1e999999999"
        {'model': 'm', 'input': 0.0000001, 'output': 1}          | input must have at most 6 decimals, got 1.0E-7
        {'model': 'm', 'input': [], 'output': 1}                 | input must be a number, got a list
        {'model': 'm', 'inputs': 1, 'output': 1}                 | inputs is unknown; did you mean input?
        """)
    void saysWhatIsWrong(String json, String problem) {
        assertThat(problems(json).getFirst().replace("got Infinity", "got \"Infinity\""))
                .isEqualTo(problem);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll @LongRange(max = ModelPrice.MAX) long price) {
        ModelPrice given = new ModelPrice("m", price, ModelPrice.MAX - price, price / 7);

        String json = new JsonObject(PriceNotation.write(given)).encode();

        assertThat(PriceNotation.read(new JsonObject(json).getMap())).isEqualTo(given);
    }
}
