package dev.hub.verticles.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.store.Reading;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final long MS = 1_000_000;

    private final CountedArm arm = Rules.arm(Rules.exact("r", Rules.perSecond(Algorithm.TOKEN_BUCKET, 100)));
    private final Refusals refusals = new Refusals(2);

    private Charge charge(String user, long cost) {
        return new Charge(arm, new LimiterKey("r", user), cost);
    }

    private static Reading refusal(long millis) {
        return new Reading(false, 3, millis < 0 ? Standing.NEVER : millis * 1000, 900_000, 0);
    }

    @Test
    void theSameIsRefusedUntilItsWaitIsOver() {
        refusals.refused(charge("ann", 5), refusal(20), 0);

        assertThat(refusals.find(charge("ann", 5), 15 * MS)).isEqualTo(new Standing("r", false, 100, 3, 5, 885));
        assertThat(refusals.find(charge("ann", 7), 15 * MS)).isNotNull();
        assertThat(refusals.find(charge("bob", 5), 15 * MS)).isNull();
        assertThat(refusals.find(charge("ann", 5), 20 * MS)).isNull();
    }

    @Test
    void lessIsAskedFor() {
        refusals.refused(charge("ann", 5), refusal(20), 0);

        assertThat(refusals.find(charge("ann", 4), MS)).isNull();
    }

    @Test
    void aLongWaitIsAskedForAgainAfterASecond() {
        refusals.refused(charge("ann", 5), refusal(60_000), 0);
        refusals.refused(charge("bob", 5), refusal(-1), 0);

        assertThat(refusals.find(charge("ann", 5), 999 * MS))
                .extracting(Standing::retryAfterMs)
                .isEqualTo(59_001L);
        assertThat(refusals.find(charge("bob", 5), 999 * MS))
                .extracting(Standing::retryAfterMs)
                .isEqualTo(-1L);
        assertThat(refusals.find(charge("ann", 5), 1_000 * MS)).isNull();
        assertThat(refusals.find(charge("bob", 5), 1_000 * MS)).isNull();
    }

    @Test
    void aRefusalByAnotherQuotaDoesNotHold() {
        refusals.refused(charge("ann", 5), refusal(20), 0);
        CountedArm other = Rules.arm(Rules.exact("r", Rules.perSecond(Algorithm.TOKEN_BUCKET, 200)));

        assertThat(refusals.find(new Charge(other, new LimiterKey("r", "ann"), 5), MS))
                .isNull();
    }

    @Test
    void slotsAreAskedForEachTime() {
        CountedArm slots = Rules.arm(Rules.exact("r", Rules.perSecond(Algorithm.CONCURRENCY, 2)));
        Charge one = new Charge(slots, new LimiterKey("r", "ann"), 1);
        refusals.refused(one, refusal(20), 0);

        assertThat(refusals.find(one, MS)).isNull();
    }

    @Test
    void whatIsGivenBackMayBeAskedFor() {
        refusals.refused(charge("ann", 5), refusal(20), 0);
        refusals.forget(charge("ann", 5).key());

        assertThat(refusals.find(charge("ann", 5), MS)).isNull();
    }

    @Test
    void theEldestGiveWay() {
        for (String user : new String[] {"ann", "bob", "cid"}) {
            refusals.refused(charge(user, 5), refusal(20), 0);
        }

        assertThat(refusals.size()).isEqualTo(2);
        assertThat(refusals.find(charge("ann", 5), MS)).isNull();
        assertThat(refusals.find(charge("cid", 5), MS)).isNotNull();
    }
}
