package dev.hub.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.ArmReport.Counted;
import dev.hub.core.ratelimit.ArmReport.Held;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitAdviceTest {
    private static final LimitCounts NONE = LimitCounts.NONE;

    private static LimitCounts counts(long admitted, long refused, long shadowRefused, long errors) {
        return new LimitCounts(admitted, refused, shadowRefused, errors, 0);
    }

    private static ArmReport arm(boolean isSplit, String mode, LimitCounts total, long seconds, LimitCounts recent) {
        return new ArmReport(
                "r", isSplit, mode, "exact", isSplit ? 200 : 100, new Counted(total, seconds, recent), new Held(0, 0));
    }

    private static List<String> advice(LimitCounts total, long seconds, LimitCounts recent) {
        return LimitAdvice.of(arm(false, "enforce", total, seconds, recent), null);
    }

    @Test
    void aRuleThatDoesWhatItIsForGetsNone() {
        assertThat(advice(counts(900, 100, 0, 0), 7200, counts(90, 10, 0, 0))).isEmpty();
    }

    @Test
    void aRuleOfAMomentAgoGetsNone() {
        assertThat(advice(NONE, 60, NONE)).isEmpty();
    }

    @Test
    void aRuleThatNothingCameForIsNamed() {
        assertThat(advice(NONE, 3600, NONE))
                .singleElement()
                .asString()
                .startsWith("nothing it is for came in 60 minutes");
    }

    @Test
    void aRuleThatNeverRefusedIsNamed() {
        assertThat(advice(counts(500, 0, 0, 0), 7200, NONE))
                .singleElement()
                .asString()
                .startsWith("never refused anything in 2 hours");
    }

    @Test
    void aRuleThatRefusesEverythingIsNamed() {
        assertThat(advice(counts(9000, 20, 0, 0), 7200, counts(0, 20, 0, 0)))
                .singleElement()
                .asString()
                .startsWith("refused everything in the last minute");
    }

    @Test
    void aRuleThatRefusesMostIsNamed() {
        assertThat(advice(counts(9000, 20, 0, 0), 7200, counts(10, 20, 0, 0)))
                .singleElement()
                .asString()
                .startsWith("refused 66.7 % in the last minute");
        assertThat(advice(counts(9000, 20, 0, 0), 7200, counts(20, 10, 0, 0))).isEmpty();
    }

    @Test
    void aFewRefusalsSayNothing() {
        assertThat(advice(counts(0, 19, 0, 0), 60, counts(0, 19, 0, 0))).isEmpty();
    }

    @Test
    void decisionsWithoutValkeyAreToldFirst() {
        assertThat(advice(counts(100, 0, 0, 7), 60, counts(0, 30, 0, 7)))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("decided 7 times without Valkey");
    }

    @Test
    void aShadowTellsWhatItWouldRefuse() {
        assertThat(LimitAdvice.of(arm(false, "shadow", counts(950, 0, 50, 0), 60, counts(0, 0, 50, 0)), null))
                .containsExactly("would refuse 5.0 % (50 of 1000) if it were enforced");
    }

    @Test
    void theArmsOfASplitAreCompared() {
        ArmReport main = arm(false, "enforce", counts(900, 100, 0, 0), 60, NONE);
        ArmReport split = arm(true, "enforce", counts(98, 2, 0, 0), 60, NONE);

        assertThat(LimitAdvice.of(main, split))
                .containsExactly("the split (limit 200) turns down 2.0 % of 100, the rest (limit 100) 10.0 % of 1000");
    }

    @Test
    void reportsOfInstancesAddUp() {
        LimitReport one = new LimitReport(List.of(arm(false, "enforce", counts(1, 2, 0, 1), 60, counts(1, 0, 0, 0))));
        LimitReport other = new LimitReport(List.of(
                arm(false, "enforce", counts(10, 20, 0, 0), 90, counts(0, 1, 0, 0)),
                arm(true, "enforce", counts(3, 0, 0, 0), 90, NONE)));

        assertThat(LimitReport.sum(List.of(one, other)).arms())
                .containsExactly(
                        arm(false, "enforce", counts(11, 22, 0, 1), 90, counts(1, 1, 0, 0)),
                        arm(true, "enforce", counts(3, 0, 0, 0), 90, NONE));
    }
}
