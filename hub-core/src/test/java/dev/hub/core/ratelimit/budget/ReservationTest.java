package dev.hub.core.ratelimit.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.ModelPrice;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.ratelimit.budget.Part.Counted;
import dev.hub.core.ratelimit.budget.Reservation.Change;
import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.ratelimit.budget.Reservation.Progress;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Limiter;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What telling the usage of a call changes. */
class ReservationTest {
    private static final Quota WINDOW = Quota.of(Algorithm.FIXED_WINDOW, 10_000, new Period.Fixed(60_000));

    private static Part part(Quota quota, CostFrom from, long taken) {
        Limiter limiter = new Limiter(new Subject("tenant=a"), "rule", Rate.of(quota));
        return new Part(limiter, new Counted("rule", false, from, true), taken, 60_000_000, taken);
    }

    private static Reservation reservation(Usage given, Usage expected, Part... parts) {
        Model model = new Model("m", "a", Optional.of(new ModelPrice("m", 1_000_000, 2_000_000, 0)));
        return new Reservation("id", model, expected, Arrays.asList(parts), new Progress(false, given.sent(), 1000));
    }

    /** Of 1000 tokens that were expected to be sent and 1000 to come back. */
    private static Reservation of(CostFrom from, long taken) {
        return reservation(Usage.NONE, Usage.tokens(1000, 1000), part(WINDOW, from, taken));
    }

    private static long charged(Change change) {
        return change.differences().getFirst().charged();
    }

    @Test
    void chargesAtTheEndWhatWasUsed() {
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.tokens(300, 20))))
                .isEqualTo(320);
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.tokens(3000, 20))))
                .isEqualTo(3020);
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.tokens(0, 0))))
                .isZero();
        assertThat(charged(of(CostFrom.ONE, 1).settle(Usage.tokens(0, 0)))).isEqualTo(1);
    }

    @Test
    void staysAtTheEstimateWhenTheUsageIsMissing() {
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.NONE))).isEqualTo(2000);
        assertThat(charged(of(CostFrom.TOKENS, 100).settle(Usage.NONE))).isEqualTo(100);
        assertThat(charged(of(CostFrom.COST, 7).settle(Usage.tokens(1, 1)))).isEqualTo(7);
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.units(1)))).isEqualTo(2000);
    }

    @Test
    void chargesTheEstimateForThePartThatIsMissing() {
        assertThat(charged(of(CostFrom.TOKENS, 2000).settle(Usage.output(20)))).isEqualTo(1020);
        assertThat(charged(of(CostFrom.TOKENS, 100).settle(Usage.output(20)))).isEqualTo(100);
        assertThat(charged(of(CostFrom.TOKENS, 100).settle(Usage.output(220)))).isEqualTo(220);
    }

    @Test
    void remembersWhatWasSaidToBeSent() {
        Reservation sent = reservation(Usage.input(400), Usage.tokens(400, 1000), part(WINDOW, CostFrom.TOKENS, 1400));

        assertThat(charged(sent.report(Usage.output(1100)))).isEqualTo(1500);
        assertThat(charged(sent.settle(Usage.output(10)))).isEqualTo(410);
    }

    @Test
    void computesMoneyFromTheTokensThatWereUsed() {
        assertThat(charged(of(CostFrom.MONEY, 3000).settle(Usage.tokens(10, 5))))
                .isEqualTo(20);
        assertThat(charged(of(CostFrom.MONEY, 3000).settle(Usage.tokens(10, 5).withMoney(7))))
                .isEqualTo(7);
        Reservation estimated = reservation(
                Usage.NONE.withMoney(500), Usage.tokens(9, 9).withMoney(500), part(WINDOW, CostFrom.MONEY, 500));
        assertThat(charged(estimated.settle(Usage.tokens(10, 5)))).isEqualTo(20);
    }

    @Test
    void chargesOnTheWayOnlyWhatExceedsTheEstimate() {
        Reservation first = of(CostFrom.TOKENS, 2000);

        Change below = first.report(Usage.tokens(1000, 500));
        Change above = below.next().report(Usage.tokens(1000, 1500));
        Change further = above.next().report(Usage.tokens(1000, 1600));

        assertThat(below.differences().getFirst().isNone()).isTrue();
        assertThat(charged(above)).isEqualTo(2500);
        assertThat(further.differences().getFirst().part().charged()).isEqualTo(2500);
        assertThat(charged(further)).isEqualTo(2600);
    }

    @Test
    void neverGivesBackWhatWasChargedOnTheWay() {
        Reservation reported =
                of(CostFrom.TOKENS, 2000).report(Usage.tokens(1000, 1500)).next();

        assertThat(charged(reported.settle(Usage.tokens(10, 10)))).isEqualTo(2500);
        assertThat(charged(reported.settle(Usage.NONE))).isEqualTo(2500);
        assertThat(charged(reported.settle(Usage.tokens(1000, 1700)))).isEqualTo(2700);
    }

    @Test
    void holdsSlotsUntilTheEnd() {
        Quota slots = Quota.of(Algorithm.CONCURRENCY, 5, new Period.Fixed(60_000));
        Reservation reservation = reservation(Usage.NONE, Usage.tokens(1, 1), part(slots, CostFrom.ONE, 1));

        Change change = reservation.settle(Usage.tokens(0, 0));

        assertThat(change.differences().getFirst().isNone()).isTrue();
        assertThat(change.next().progress().isSettled()).isTrue();
    }

    @Test
    void tellsALimitTheDifferenceInItsWindow() {
        Limiter limiter = part(WINDOW, CostFrom.TOKENS, 1).limiter();

        List<GiveBack> less = new Difference(part(WINDOW, CostFrom.TOKENS, 50), 20).giveBacks(limiter, "id", "s");
        List<GiveBack> more = new Difference(part(WINDOW, CostFrom.TOKENS, 50), 70).giveBacks(limiter, "id", "s");

        assertThat(less).containsExactly(new GiveBack(limiter, 30, 60_000_000, ""));
        assertThat(more).containsExactly(new GiveBack(limiter, -20, 60_000_000, ""));
    }

    @Test
    void replacesTheEntryOfALog() {
        Quota log = Quota.of(Algorithm.SLIDING_LOG, 100, new Period.Fixed(60_000));
        Part part = part(log, CostFrom.TOKENS, 50);

        assertThat(new Difference(part, 20).giveBacks(part.limiter(), "id", "s"))
                .containsExactly(
                        new GiveBack(part.limiter(), 50, 0, "id"), new GiveBack(part.limiter(), -20, 0, "id.s"));
        assertThat(new Difference(part, 70).giveBacks(part.limiter(), "id", "s"))
                .containsExactly(new GiveBack(part.limiter(), -20, 0, "id.s"));
    }

    @Test
    void isReadAsItWasWritten() {
        Quota day =
                Quota.of(Algorithm.FIXED_WINDOW, 5, new Period.Calendar(Period.Unit.DAY, ZoneId.of("Europe/Berlin")));
        Quota bucket = new Quota(Algorithm.TOKEN_BUCKET, 5, new Period.Fixed(1500), 9);
        Reservation reservation = reservation(
                        new Usage(1, 2, 30, 4, 5, 6),
                        Usage.tokens(3, 3),
                        part(day, CostFrom.MONEY, 3),
                        part(bucket, CostFrom.OUTPUT_TOKENS, 4))
                .report(Usage.output(5))
                .next();

        assertThat(ReservationJson.decode("id", ReservationJson.encode(reservation)))
                .isEqualTo(reservation);
    }

    /**
     * What limits are told in all is what the call used at last, or more; also when the last of what they were to be told got
     * lost, but then at least what was taken if that was less.
     */
    @Property
    void isChargedWhatItUsedOrWhatWasTakenWhateverGetsLost(
            @ForAll @LongRange(min = 1, max = 500) long taken,
            @ForAll @Size(max = 5) List<@LongRange(min = 0, max = 1000) Long> reports,
            @ForAll @LongRange(min = 0, max = 1000) long used,
            @ForAll @LongRange(min = 0, max = 5) long lost) {
        Reservation reservation = reservation(Usage.NONE, Usage.tokens(0, taken), part(WINDOW, CostFrom.TOKENS, taken));
        long charged = taken;
        int step = 0;
        for (long report : reports) {
            Change change = reservation.report(Usage.tokens(0, report));
            charged += step++ == lost ? 0 : difference(change);
            reservation = change.next();
        }
        Change last = reservation.settle(Usage.tokens(0, used));
        charged += step == lost ? 0 : difference(last);

        assertThat(charged).isGreaterThanOrEqualTo(Math.min(used, taken));
        if (lost > reports.size()) {
            assertThat(charged).isGreaterThanOrEqualTo(used);
            assertThat(charged)
                    .isLessThanOrEqualTo(Math.max(
                            used, reports.stream().mapToLong(r -> r).max().orElse(0)));
        }
    }

    private static long difference(Change change) {
        Difference difference = change.differences().getFirst();
        return difference.charged() - difference.part().charged();
    }
}
