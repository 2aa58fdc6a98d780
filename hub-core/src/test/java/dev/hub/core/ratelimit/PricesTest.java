package dev.hub.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Which price counts, and what it comes to. */
class PricesTest {
    private static ModelPrice price(String model, long input) {
        return new ModelPrice(model, input, 0, 0);
    }

    @Test
    void theWholeNameCountsAndElseTheLongestBeginning() {
        Prices prices = Prices.of(List.of(price("*", 1), price("gpt-4*", 2), price("gpt-4o*", 3), price("gpt-4o", 4)));

        assertThat(prices.of("gpt-4o").orElseThrow().input()).isEqualTo(4);
        assertThat(prices.of("gpt-4o-mini").orElseThrow().input()).isEqualTo(3);
        assertThat(prices.of("gpt-4").orElseThrow().input()).isEqualTo(2);
        assertThat(prices.of("o3").orElseThrow().input()).isEqualTo(1);
        assertThat(Prices.NONE.of("o3")).isEmpty();
    }

    @Test
    void roundsUp() {
        ModelPrice price = new ModelPrice("m", 2_500_000, 10_000_000, 1_250_000);

        assertThat(price.of(1_000_000, 0, 0)).isEqualTo(2_500_000);
        assertThat(price.of(1, 0, 0)).isEqualTo(3);
        assertThat(price.of(1, 1, 1)).isEqualTo(14);
        assertThat(price.of(0, 0, 0)).isZero();
    }

    @Property
    void neverOverflows(
            @ForAll @LongRange(max = ModelPrice.MAX) long price,
            @ForAll @LongRange(max = Quota.MAX_LIMIT) long tokens) {
        long money = new ModelPrice("m", price, price, price).of(tokens, 0, tokens);

        BigInteger exact = BigInteger.valueOf(price).multiply(BigInteger.valueOf(2 * tokens));
        BigInteger rounded = exact.add(BigInteger.valueOf(999_999)).divide(BigInteger.valueOf(1_000_000));
        assertThat(money)
                .isEqualTo(rounded.min(BigInteger.valueOf(Quota.MAX_LIMIT)).longValue());
    }

    @Test
    void refusesPricesBelowNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> price("m", -1))
                .withMessage("input must be 0 to 1000000000000, got -1");
    }
}
