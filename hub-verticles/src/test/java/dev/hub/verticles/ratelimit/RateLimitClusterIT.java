package dev.hub.verticles.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.Resp;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.valkey.KeySlot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of three primaries dies: rules do what they say where its slots are, and nothing changes elsewhere. */
class RateLimitClusterIT {
    private static final int LIMIT = 1_000;
    private static final int SLICE = LIMIT / 10;
    private static final List<String> EXACT = List.of("closed", "open", "local");
    private static final Quota QUOTA = Rules.ofAnAge(Algorithm.FIXED_WINDOW, LIMIT);

    /** No replica takes over before the test lets it, and who has slots goes on. */
    private final ClusterSetup cluster = ClusterSetup.start(
            ServerSpec.of(Engine.REDIS62)
                    .set("cluster-replica-no-failover yes")
                    .set("cluster-require-full-coverage no"),
            Duration.ofMillis(500));

    private final LimitedInstance hub = new LimitedInstance(cluster.url(), "c:");

    @AfterEach
    void stop() {
        hub.close();
        cluster.close();
    }

    @BeforeEach
    void rules() {
        hub.rule(
                ofUsers("closed", Rules.onFailure(OnFailure.CLOSED, Rules.exact("closed", QUOTA))),
                ofUsers("open", Rules.onFailure(OnFailure.OPEN, Rules.exact("open", QUOTA))),
                ofUsers("local", Rules.onFailure(OnFailure.LOCAL, Rules.exact("local", QUOTA))),
                ofUsers("leased", Rules.onFailure(OnFailure.CLOSED, Rules.leased("leased", QUOTA))));
    }

    @Test
    void rulesDoWhatTheySayForSlotsWithoutAnOwnerAndOthersDoNotNotice() {
        for (String kind : EXACT) {
            assertThat(hub.admitted(here(kind), 100)).as(kind).isEqualTo(100);
            assertThat(hub.admitted(elsewhere(kind), 100)).as(kind).isEqualTo(100);
        }
        int slot = slot(here("closed"));
        ServerProcess replica = cluster.replicasOf(slot).getFirst();
        ServerProcess victim = cluster.primaryOf(slot);
        int leased = takeSlices();
        awaitReplica(victim);
        victim.kill9();

        assertThat(hub.admitted(here("leased"), 10)).as("out of a slice").isEqualTo(10);
        assertThat(hub.admitted(here("closed"), 50)).isZero();
        assertThat(hub.admitted(here("open"), 1_500)).isEqualTo(1_500);
        assertThat(hub.admitted(here("local"), 1_500)).isEqualTo(LIMIT);
        for (String kind : EXACT) {
            assertThat(hub.admitted(elsewhere(kind), 1_500))
                    .as(kind + ", elsewhere")
                    .isEqualTo(900);
        }

        replica.ask("CONFIG", "SET", "cluster-replica-no-failover", "no");
        for (String kind : EXACT) {
            Awaitility.await(kind).until(() -> hub.standing(here(kind), kind).remaining() == 900);
            assertThat(hub.admitted(here(kind), 1_500)).as(kind).isEqualTo(900);
        }
        assertThat(leased + 10 + theRestOfSlices()).isBetween(LIMIT - SLICE, LIMIT + SLICE);
    }

    /** Until this instance holds one; how many were admitted. */
    private int takeSlices() {
        AtomicInteger admitted = new AtomicInteger();
        Awaitility.await().until(() -> {
            admitted.addAndGet(hub.admitted(here("leased"), 20));
            return hub.report("leased", false).held().units() > 20;
        });
        return admitted.get();
    }

    /** How many more are admitted until there are none; a slice may stay lent for a while. */
    private int theRestOfSlices() {
        AtomicInteger admitted = new AtomicInteger();
        Awaitility.await().during(LeaseTerms.STANDARD.idle().plusMillis(500)).until(() -> {
            int more = hub.admitted(here("leased"), 100);
            admitted.addAndGet(more);
            return more == 0;
        });
        return admitted.get();
    }

    /** What is written by now is on the replica. */
    private static void awaitReplica(ServerProcess primary) {
        try (Resp resp = primary.client()) {
            Awaitility.await().until(() -> resp.text("WAIT", "1", "1000").equals("1"));
        }
    }

    private static LimitRule ofUsers(String beginning, LimitRule rule) {
        return new LimitRule(
                rule.name(),
                RuleAim.of(Map.of("user", beginning + "*"), List.of("user")),
                rule.quota(),
                rule.conduct(),
                rule.split());
    }

    /** A user whose limits are in the first third of the slots. */
    private static String here(String kind) {
        return in(kind, 0);
    }

    private static String elsewhere(String kind) {
        return in(kind, 1);
    }

    private static int slot(String user) {
        return KeySlot.of("{rl:user=" + user + "}");
    }

    private static String in(String kind, int third) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> kind + i)
                .filter(user -> slot(user) * 3 / ClusterSetup.SLOTS == third)
                .findFirst()
                .orElseThrow();
    }
}
