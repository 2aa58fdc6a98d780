package dev.hub.verticles.leader;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.SharedServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three instances, each behind a link that can be cut. */
@ExtendWith(SharedServers.Provider.class)
class LeaderVerticleIT {
    private static final LeaderTerms TERMS = new LeaderTerms(Duration.ofMillis(900), Duration.ofMillis(200));

    private final SharedServers servers;
    private final List<FaultProxy> proxies = new ArrayList<>();
    private final List<LeadingInstance> instances = new ArrayList<>();

    LeaderVerticleIT(SharedServers servers) {
        this.servers = servers;
    }

    private void start(LeaderTerms terms) {
        String prefix = servers.prefix();
        for (int i = 0; i < 3; i++) {
            FaultProxy proxy = FaultProxy.before(servers.on(Engine.REDIS62));
            proxies.add(proxy);
            String url = servers.on(Engine.REDIS62).url().replaceAll(":\\d+", ":" + proxy.port());
            instances.add(new LeadingInstance("i" + i, url, prefix, terms));
        }
        await().until(() -> leaders().size() == 1
                && instances.stream().allMatch(each -> each.heardOf().equals(leader().uid())));
    }

    @AfterEach
    void stop() {
        instances.forEach(LeadingInstance::close);
        proxies.forEach(FaultProxy::close);
    }

    private List<LeadingInstance> leaders() {
        return instances.stream().filter(LeadingInstance::leads).toList();
    }

    private LeadingInstance leader() {
        return leaders().getFirst();
    }

    private FaultProxy linkOf(LeadingInstance instance) {
        return proxies.get(instances.indexOf(instance));
    }

    /** Waits for another one to lead; never are there two. */
    private LeadingInstance another(LeadingInstance before, Duration pollInterval) {
        return await().pollInterval(pollInterval)
                .until(
                        () -> {
                            List<LeadingInstance> leaders = leaders();
                            assertThat(leaders).hasSizeLessThan(2);
                            return leaders.isEmpty() || leaders.contains(before) ? null : leaders.getFirst();
                        },
                        found -> found != null);
    }

    @Test
    void oneThatStopsHandsOverLongBeforeItsLeaseIsOver() {
        start(new LeaderTerms(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        LeadingInstance first = leader();
        long term = first.term();

        first.close();
        LeadingInstance second = another(first, Duration.ofMillis(2));

        assertThat(second.term()).isGreaterThan(term);
        assertThat(first.told()).containsExactly("elected " + term, "lost " + term);
        await().untilAsserted(() -> assertThat(second.told()).containsExactly("elected " + second.term()));
        assertThat(second.gauge()).isEqualTo(1);
    }

    @Test
    void afterOneThatIsCutOffAnotherLeadsWhenLeaseAndDelayAreOver() {
        start(TERMS);
        LeadingInstance first = leader();
        long term = first.term();
        long start = System.nanoTime();

        linkOf(first).blackhole();
        LeadingInstance second = another(first, Duration.ofMillis(5));

        // The last renewal may have been an interval ago; and a machine under load may be late by as much again.
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(TERMS.lease().minus(TERMS.interval()));
        assertThat(second.term()).isGreaterThan(term);
        await().untilAsserted(() -> assertThat(first.told()).containsExactly("elected " + term, "lost " + term));
        linkOf(first).pass();
        await().until(() -> first.heardOf().equals(second.uid()));
        assertThat(leaders()).containsExactly(second);
    }

    @Test
    void oneThatWasStoppedForAWhileDoesNotBelieveToLead() throws InterruptedException {
        start(TERMS);
        LeadingInstance first = leader();
        long term = first.term();
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        first.vertx().runOnContext(nothing -> {
            stopped.countDown();
            pauseUntil(goOn);
        });
        stopped.await();

        LeadingInstance second = another(first, Duration.ofMillis(5));

        assertThat(first.leads()).isFalse();
        assertThat(first.told()).containsExactly("elected " + term);
        goOn.countDown();
        await().until(() -> first.heardOf().equals(second.uid()));
        assertThat(first.told()).containsExactly("elected " + term, "lost " + term);
        assertThat(second.term()).isGreaterThan(term);
        assertThat(first.gauge()).isZero();
    }

    private static void pauseUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anInstanceThatComesLaterLeavesTheLeaderInPlace() {
        start(TERMS);
        LeadingInstance first = leader();
        long term = first.term();
        String prefix = first.prefix();

        LeadingInstance late =
                new LeadingInstance("late", servers.on(Engine.REDIS62).url(), prefix, TERMS);
        try (late) {
            await().until(() -> late.heardOf().equals(first.uid()));
        }

        assertThat(first.term()).isEqualTo(term);
        assertThat(get(first.client().leadership().leader()).term()).isEqualTo(term);
    }
}
