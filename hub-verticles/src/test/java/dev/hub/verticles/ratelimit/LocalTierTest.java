package dev.hub.verticles.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.metrics.Tally;
import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.Standing;
import org.junit.jupiter.api.Test;

class LocalTierTest {
    private static final long SECOND = 1_000_000;

    private final Tally forgotten = new Tally();
    private final LocalTier tier = new LocalTier(3, forgotten);
    private CountedArm arm = Rules.arm(Rules.local("r", Rules.perSecond(Algorithm.TOKEN_BUCKET, 2)));
    private long now = 1_000 * SECOND;

    private Charge charge(String user) {
        return new Charge(arm, new LimiterKey("r", "user=" + user), 1);
    }

    private boolean take(String user) {
        return tier.take(charge(user), arm.rate(), now).standing().isAllowed();
    }

    @Test
    void eachSubjectHasALimitOfItsOwn() {
        assertThat(take("ann")).isTrue();
        assertThat(take("ann")).isTrue();
        assertThat(take("ann")).isFalse();
        assertThat(take("bob")).isTrue();
    }

    @Test
    void lookingTakesNothing() {
        Standing first = tier.look(charge("ann"), arm.rate(), now);
        Standing second = tier.look(charge("ann"), arm.rate(), now);

        assertThat(first).isEqualTo(second).isEqualTo(new Standing("r", true, 2, 2, 0, 0));
    }

    @Test
    void whatIsFullAgainIsForgotten() {
        take("ann");
        take("bob");
        now += SECOND / 2;
        take("bob");

        tier.tidy(now);

        assertThat(tier.size()).isEqualTo(1);
        assertThat(forgotten.value()).isZero();
    }

    @Test
    void beyondTheBoundTheOneThatAskedLongestAgoGivesWay() {
        for (String user : new String[] {"ann", "bob", "cid", "ann", "dan"}) {
            take(user);
        }

        assertThat(tier.size()).isEqualTo(3);
        assertThat(forgotten.value()).isEqualTo(1);
        assertThat(take("ann")).isFalse();
    }

    @Test
    void whatIsForgottenWithoutLossIsNotCounted() {
        take("ann");
        now += SECOND;
        for (String user : new String[] {"bob", "cid", "dan"}) {
            take(user);
        }

        assertThat(forgotten.value()).isZero();
    }

    @Test
    void whatWasUsedOfOneQuotaIsUsedOfTheNext() {
        take("ann");
        take("ann");
        LimitRule more = Rules.local("r", Rules.perSecond(Algorithm.TOKEN_BUCKET, 5));
        arm = Rules.arm(more);

        assertThat(tier.look(charge("ann"), arm.rate(), now).remaining()).isEqualTo(3);
    }

    @Test
    void slotsAreReleasedByTheirTicketOnce() {
        arm = Rules.arm(Rules.local("r", Rules.perHour(Algorithm.CONCURRENCY, 2)));
        LocalTier.Took first = tier.take(charge("ann"), arm.rate(), now);
        LocalTier.Took second = tier.take(charge("ann"), arm.rate(), now);
        assertThat(take("ann")).isFalse();

        assertThat(tier.release(charge("ann").key(), first.ticket(), now)).isTrue();
        assertThat(tier.release(charge("ann").key(), first.ticket(), now)).isFalse();
        tier.giveBack(charge("ann"), second.ticket(), now);

        assertThat(tier.look(charge("ann"), arm.rate(), now).remaining()).isEqualTo(2);
    }
}
