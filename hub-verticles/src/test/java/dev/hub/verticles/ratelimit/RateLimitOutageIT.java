package dev.hub.verticles.ratelimit;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Standalone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Valkey stops to answer in the middle of everything. */
class RateLimitOutageIT {
    private static final Quota TEN = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 10);

    private final Standalone valkey;
    private final FaultProxy proxy;
    private final LimitedInstance cut;

    RateLimitOutageIT() {
        valkey = Standalone.start(Engine.REDIS62);
        proxy = FaultProxy.before(valkey.server());
        cut = new LimitedInstance(valkey.url().replaceAll(":\\d+", ":" + proxy.port()), "o:");
    }

    @AfterEach
    void stop() {
        cut.close();
        proxy.close();
        valkey.close();
    }

    private static LimitRule ten(OnFailure onFailure) {
        return Rules.onFailure(onFailure, Rules.exact("r", TEN));
    }

    /** Takes three of ten, and cuts the connection without anybody being told. */
    private void takeThreeAndCut(OnFailure onFailure) {
        cut.rule(ten(onFailure));
        assertThat(cut.admitted("ann", 3)).isEqualTo(3);
        proxy.blackhole();
    }

    private static Duration time(BooleanSupplier task) {
        long start = System.nanoTime();
        assertThat(task.getAsBoolean()).isTrue();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void aRuleThatFailsOpenAdmitsAfterABoundedWait() {
        takeThreeAndCut(OnFailure.OPEN);

        Duration wait = time(() -> cut.admitted("ann", 50) == 50);
        Duration next = time(() -> cut.admitted("ann", 50) == 50);

        assertThat(wait).isBetween(Duration.ofMillis(400), Duration.ofMillis(2_500));
        assertThat(next).isLessThan(Duration.ofMillis(400));
        assertThat(cut.report("r", false).counts().total().errors()).isEqualTo(100);
    }

    @Test
    void aRuleThatFailsClosedRefusesAndTellsWhenToComeBack() {
        takeThreeAndCut(OnFailure.CLOSED);

        LimitDecision decision = get(cut.check("ann"));

        assertThat(decision.isAllowed()).isFalse();
        assertThat(decision.governing().orElseThrow().retryAfterMs()).isEqualTo(1_000);
    }

    @Test
    void aRuleThatCountsAloneAdmitsTheShareOfThisInstance() {
        try (LimitedInstance other = new LimitedInstance(valkey.url(), "o:", ten(OnFailure.LOCAL))) {
            Awaitility.await().until(() -> cut.fleet() == 2 && other.fleet() == 2);
            takeThreeAndCut(OnFailure.LOCAL);

            assertThat(cut.admitted("ann", 50)).isEqualTo(5);
        }
    }

    @Test
    void whatIsCountedInMemoryDoesNotNoticeAnything() {
        cut.rule(Rules.local("l", TEN));
        proxy.blackhole();

        assertThat(time(() -> cut.admitted("ann", 50) == 10)).isLessThan(Duration.ofMillis(400));
    }

    @Test
    void itIsExactAgainBySelfAsSoonAsValkeyAnswers() {
        for (OnFailure each : List.of(OnFailure.CLOSED, OnFailure.OPEN)) {
            String user = "ann" + each;
            cut.rule(ten(each));
            assertThat(cut.admitted(user, 3)).isEqualTo(3);
            proxy.refuse();
            proxy.cut();
            assertThat(cut.admitted(user, 20)).isEqualTo(each == OnFailure.OPEN ? 20 : 0);

            proxy.pass();
            // Whether Valkey decides shows in another user's limit.
            List<String> fresh = new ArrayList<>();
            Awaitility.await().until(() -> {
                fresh.add(each + "fresh" + fresh.size());
                return cut.admitted(fresh.getLast(), 20) == 10;
            });

            assertThat(cut.admitted(user, 20)).isEqualTo(7);
        }
    }

    @Test
    void whatIsTakenTooLateIsGivenBackToWhoWasRefused() {
        takeThreeAndCut(OnFailure.CLOSED);
        assertThat(cut.admitted("ann", 4)).isZero();

        // What was held back arrives now, and takes four.
        proxy.pass();

        Awaitility.await().untilAsserted(() -> {
            try (LimitedInstance other = new LimitedInstance(valkey.url(), "o:", ten(OnFailure.CLOSED))) {
                assertThat(other.standing("ann", "r").remaining()).isEqualTo(7);
            }
        });
    }

    @Test
    void whatIsHeldIsSpentWhileValkeyIsAwayAndNotLonger() {
        Quota thousand = Rules.ofAnAge(Algorithm.FIXED_WINDOW, 1_000);
        cut.rule(Rules.onFailure(OnFailure.CLOSED, Rules.leased("r", thousand)));
        Awaitility.await()
                .until(() -> cut.admitted("ann", 20) == 20
                        && cut.report("r", false).held().units() > 20);
        proxy.blackhole();

        assertThat(cut.admitted("ann", 10)).isEqualTo(10);
        Awaitility.await().until(() -> cut.admitted("ann", 1) == 0);
    }
}
