package dev.hub.core.ratelimit.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Quota;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Learning from numbers what the next one may be. */
class LearnedTest {
    private static Learned of(long... samples) {
        Learned learned = Learned.NOTHING;
        for (long sample : samples) {
            learned = learned.with(sample);
        }
        return learned;
    }

    @Test
    void expectsTwiceTheFirstAsNothingIsKnownOfTheOthers() {
        assertThat(of(100).ceiling()).isEqualTo(200);
    }

    @Test
    void comesCloseToWhatIsAlwaysTheSame() {
        Learned learned = Learned.NOTHING;
        for (int i = 0; i < 50; i++) {
            learned = learned.with(700);
        }

        assertThat(learned.ceiling()).isBetween(700L, 702L);
    }

    @Test
    void isAboveNineteenOfTwentyThatAreSpreadEvenly() {
        SplittableRandom random = new SplittableRandom(5);
        Learned learned = Learned.NOTHING;
        int below = 0;
        for (int i = 0; i < 10_000; i++) {
            long sample = random.nextLong(500, 1500);
            below += sample <= learned.ceiling() ? 1 : 0;
            learned = learned.with(sample);
        }

        assertThat(below).isGreaterThan(9_000);
        assertThat(learned.ceiling()).isBetween(1300L, 2000L);
    }

    @Test
    void followsWhenCallsBecomeOthers() {
        Learned learned = Learned.NOTHING;
        for (int i = 0; i < 30; i++) {
            learned = learned.with(100);
        }
        for (int i = 0; i < 30; i++) {
            learned = learned.with(10_000);
        }

        assertThat(learned.ceiling()).isGreaterThan(9_000);
    }

    @Property
    void isNeverBelowNothingNorAboveWhatALimitCanBe(
            @ForAll @LongRange(min = 1, max = Quota.MAX_LIMIT) long first,
            @ForAll @LongRange(min = 1, max = Quota.MAX_LIMIT) long second,
            @ForAll @LongRange(min = 1, max = 100) long third) {
        Learned learned = of(first, second, third, first, third, third, second);

        assertThat(learned.mean()).isNotNegative();
        assertThat(learned.deviation()).isNotNegative();
        assertThat(learned.ceiling()).isBetween(1L, Quota.MAX_LIMIT);
        assertThat(Learned.parse(learned.text())).isEqualTo(learned);
    }

    @Test
    void knowsNothingFromATextThatIsNone() {
        assertThat(Learned.parse("")).isEqualTo(Learned.NOTHING);
        assertThat(Learned.parse("1 2")).isEqualTo(Learned.NOTHING);
        assertThat(Learned.parse("-1 2 3")).isEqualTo(Learned.NOTHING);
    }
}
