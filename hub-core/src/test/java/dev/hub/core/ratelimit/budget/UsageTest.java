package dev.hub.core.ratelimit.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.ModelPrice;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is known of a call, and what rules count of it. */
class UsageTest {
    private static final long UNKNOWN = Usage.UNKNOWN;
    private static final Optional<ModelPrice> PRICE = Optional.of(new ModelPrice("m", 2_000_000, 8_000_000, 500_000));

    @Test
    void refusesMoreCachedThanSent() {
        assertThatThrownBy(() -> new Usage(UNKNOWN, UNKNOWN, 10, UNKNOWN, 11, UNKNOWN))
                .hasMessage("cached_input_tokens are among input_tokens, and must be 0 to 10, got 11");
        assertThatThrownBy(() -> new Usage(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 1, UNKNOWN))
                .hasMessage("cached_input_tokens are among input_tokens, and must be 0 to 0, got 1");
    }

    @Test
    void refusesWhatIsNoNumberOfTokens() {
        assertThatThrownBy(() -> Usage.tokens(-2, 1)).hasMessage("input_tokens must be 0 to 1000000000000, got -2");
    }

    @Test
    void whatIsUnknownIsNotKnownToBeNothing() {
        Meter meter = new Meter(Usage.input(10), PRICE);

        assertThat(meter.knows(CostFrom.INPUT_TOKENS)).isTrue();
        assertThat(meter.knows(CostFrom.OUTPUT_TOKENS)).isFalse();
        assertThat(meter.knows(CostFrom.TOKENS)).isFalse();
        assertThat(meter.knows(CostFrom.MONEY)).isFalse();
        assertThat(meter.atLeast(CostFrom.TOKENS)).isEqualTo(10);
    }

    @Test
    void paysLessForCachedInputThatIsAmongTheInput() {
        Usage usage = new Usage(UNKNOWN, UNKNOWN, 1000, 100, 800, UNKNOWN);

        Meter meter = new Meter(usage, PRICE);

        assertThat(meter.atLeast(CostFrom.MONEY)).isEqualTo(200 * 2 + 800 / 2 + 100 * 8);
        assertThat(meter.atLeast(CostFrom.INPUT_TOKENS)).isEqualTo(1000);
    }

    @Test
    void believesMoneyThatIsTold() {
        assertThat(new Meter(Usage.tokens(1000, 1000).withMoney(7), PRICE).atLeast(CostFrom.MONEY))
                .isEqualTo(7);
    }

    @Test
    void withoutPriceMoneyIsNotKnown() {
        assertThat(new Meter(Usage.tokens(1, 1), Optional.empty()).knows(CostFrom.MONEY))
                .isFalse();
    }

    @Test
    void fillsGapsByWhatIsExpected() {
        Usage whole = Usage.output(5).orElse(Usage.tokens(10, 20));

        assertThat(whole).isEqualTo(Usage.tokens(10, 5));
    }
}
