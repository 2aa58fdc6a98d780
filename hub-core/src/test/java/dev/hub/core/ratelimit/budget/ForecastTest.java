package dev.hub.core.ratelimit.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.algorithm.Rate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How much is taken for a call before anybody knows what it uses. */
class ForecastTest {
    private static Rate limit(long limit) {
        return Rate.of(Quota.of(Algorithm.FIXED_WINDOW, limit, new Period.Fixed(60_000)));
    }

    private static Forecast forecast(Usage given, Habits habits) {
        return Forecast.of(new Meter(given, Optional.empty()), habits);
    }

    @Test
    void takesTheDefaultWhileNothingIsLearned() {
        Forecast forecast = forecast(Usage.NONE, Habits.NONE);

        assertThat(forecast.claim(CostFrom.TOKENS, limit(100_000))).isEqualTo(2 * Habits.DEFAULT_TOKENS);
        assertThat(forecast.claim(CostFrom.OUTPUT_TOKENS, limit(100_000))).isEqualTo(Habits.DEFAULT_TOKENS);
        assertThat(forecast.claim(CostFrom.ONE, limit(100_000))).isEqualTo(1);
        assertThat(forecast.claim(CostFrom.COST, limit(100_000))).isEqualTo(1);
    }

    @Test
    void takesNoMoreOfAnEstimateThanTheLimitEverGives() {
        assertThat(forecast(Usage.NONE, Habits.NONE).claim(CostFrom.TOKENS, limit(100)))
                .isEqualTo(100);
    }

    @Test
    void takesWhatIsSaidHoweverMuchItIs() {
        assertThat(forecast(Usage.tokens(150, 0), Habits.NONE).claim(CostFrom.TOKENS, limit(100)))
                .isEqualTo(150);
        assertThat(forecast(Usage.input(80), Habits.NONE).claim(CostFrom.TOKENS, limit(100)))
                .isEqualTo(100);
    }

    @Test
    void takesSomethingForWhatIsSaidToCostNothing() {
        assertThat(forecast(Usage.tokens(0, 0), Habits.NONE).claim(CostFrom.TOKENS, limit(100)))
                .isEqualTo(1);
        assertThat(forecast(Usage.NONE.withMoney(0), Habits.NONE).claim(CostFrom.MONEY, limit(100)))
                .isEqualTo(1);
    }

    @Test
    void expectsWhatWasLearnedOfTheTenantOrElseOfTheModel() {
        Habits tenant = new Habits(Learned.NOTHING, Learned.NOTHING.with(50));
        Habits model = new Habits(Learned.NOTHING.with(10), Learned.NOTHING.with(5000));

        Forecast forecast = forecast(Usage.NONE, tenant.orElse(model));

        assertThat(forecast.expected().usage().inputTokens()).isEqualTo(20);
        assertThat(forecast.expected().usage().outputTokens()).isEqualTo(100);
    }
}
