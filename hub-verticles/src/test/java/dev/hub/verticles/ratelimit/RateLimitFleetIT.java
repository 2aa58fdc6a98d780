package dev.hub.verticles.ratelimit;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.Standalone;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand callers on three instances want more than there is. */
class RateLimitFleetIT {
    private static final int CALLERS = 1_000;
    private static final int LIMIT = 137;

    /** Longer than a slice that nobody returns is held. */
    private static final Duration LEASE = LeaseTerms.STANDARD.length().plusSeconds(1);

    private final Standalone valkey;
    private final FaultProxy proxy;
    private final List<LimitedInstance> hubs = new ArrayList<>();

    RateLimitFleetIT() {
        valkey = Standalone.start(Engine.REDIS62);
        proxy = FaultProxy.before(valkey.server());
        hubs.add(new LimitedInstance(valkey.url().replaceAll(":\\d+", ":" + proxy.port()), "f:"));
        hubs.add(new LimitedInstance(valkey.url(), "f:"));
        hubs.add(new LimitedInstance(valkey.url(), "f:"));
    }

    @AfterEach
    void stop() {
        hubs.forEach(LimitedInstance::close);
        proxy.close();
        valkey.close();
    }

    private void rule(LimitRule rule) {
        hubs.forEach(hub -> hub.rule(rule));
    }

    /** All callers at once, over {@code some} instances; how many are admitted. */
    private static long admitted(List<LimitedInstance> some) {
        List<Future<LimitDecision>> asked = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            asked.add(some.get(i % some.size()).check("ann"));
        }
        return asked.stream().filter(each -> get(each).isAllowed()).count();
    }

    @Test
    void exactlyAsManyAreAdmittedAsTheLimitIs() {
        for (Algorithm algorithm : Algorithm.values()) {
            LimitRule exact = Rules.exact(algorithm.text(), Rules.ofAnAge(algorithm, LIMIT));
            rule(Rules.onFailure(OnFailure.CLOSED, exact));
            AtomicLong admitted = new AtomicLong();

            // On a machine so busy that Valkey does not answer in time, some are refused, and may come again.
            Awaitility.await().until(() -> admitted.addAndGet(admitted(hubs)) >= LIMIT);

            assertThat(admitted).as(algorithm.text()).hasValue(LIMIT);
            assertThat(admitted(hubs)).as(algorithm.text()).isZero();
        }
    }

    @Test
    void neverIsMoreAdmittedThanTheLimitInSlicesAndAllOfItInTheEnd() {
        rule(Rules.onFailure(OnFailure.CLOSED, Rules.leased("r", Rules.ofAnAge(Algorithm.FIXED_WINDOW, 20_000))));
        long admitted = 0;
        long round = CALLERS;
        while (round == CALLERS) {
            round = admitted(hubs);
            admitted += round;
        }
        long refusedTooEarly = 20_000 - admitted;
        long start = System.nanoTime();
        while (admitted < 20_000 && System.nanoTime() - start < LEASE.toNanos()) {
            admitted += admitted(hubs);
        }

        // Two others hold a tenth each at most.
        assertThat(refusedTooEarly).isBetween(0L, 4_000L);
        assertThat(admitted).isEqualTo(20_000);
        assertThat(admitted(hubs)).isZero();
    }

    @Test
    void whatAHolderThatIsCutOffHadIsLostAndNoMore() {
        rule(Rules.onFailure(OnFailure.CLOSED, Rules.leased("r", Rules.ofAnAge(Algorithm.FIXED_WINDOW, 20_000))));
        long admitted = 0;
        for (int round = 0; round < 8; round++) {
            admitted += admitted(hubs);
        }
        long held = hubs.getFirst().report("r", false).held().units();
        proxy.blackhole();
        List<LimitedInstance> others = hubs.subList(1, 3);
        long deadline = System.nanoTime() + LEASE.toNanos();
        long before = admitted;
        while (System.nanoTime() < deadline) {
            admitted += admitted(others);
        }

        assertThat(held).isPositive();
        assertThat(before).isEqualTo(8_000);
        // It held a tenth at most, of which some was spent before and is counted in both.
        assertThat(admitted).isBetween(18_000L, 20_000L);
        assertThat(admitted(others)).isZero();
    }
}
