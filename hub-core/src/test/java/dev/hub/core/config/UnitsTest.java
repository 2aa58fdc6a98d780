package dev.hub.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.option.Durations;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations and sizes as the configuration writes them. */
final class UnitsTest {
    @Property
    void readsEveryDurationThatItWrites(@ForAll @LongRange(min = 0, max = 999_999_999_999L) long millis) {
        Duration duration = Duration.ofMillis(millis);

        assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
    }

    @Property
    void readsEverySizeThatItWrites(@ForAll @LongRange(min = 0, max = 999_999_999_999L) long bytes) {
        DataSize size = new DataSize(bytes);

        assertThat(DataSize.parse(size.toString())).isEqualTo(size);
    }

    @Test
    void writesTheGreatestUnit() {
        assertThat(Durations.format(Duration.ofDays(2))).isEqualTo("2d");
        assertThat(Durations.format(Duration.ofSeconds(90))).isEqualTo("90s");
        assertThat(Durations.format(Duration.ZERO)).isEqualTo("0s");
        assertThat(DataSize.ofKiB(1024)).hasToString("1MiB");
        assertThat(new DataSize(1025)).hasToString("1025B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5s", "5 s s", "PT5S", "5S", "1.5s", "1m30s", "9999999999999s"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a duration with its unit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5KiB", "5KB", "5k", "1.5MiB", "1TiB", "9999999999999B"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must be a size with its unit");
    }
}
