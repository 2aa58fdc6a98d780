package dev.hub.core.ratelimit.store;

import static dev.hub.core.ratelimit.store.Claim.enforced;
import static dev.hub.core.ratelimit.store.LimitGround.limiter;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerSpec;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In a cluster a decision may need several slots: all of it is taken, or nothing stays taken. */
@OnEachEngine
class LimiterClusterIT {
    private static final long DAY = 86_400_000;

    private final ClusterSetup cluster;
    private final LimitGround ground;

    LimiterClusterIT(Engine engine) {
        cluster = ClusterSetup.start(ServerSpec.of(engine), Duration.ofMillis(500));
        ground = LimitGround.of(cluster.url(), "t:");
    }

    @AfterEach
    void stop() {
        ground.close();
        cluster.close();
    }

    @Test
    void takesFromAllSlotsOrFromNone() {
        for (Algorithm algorithm : Algorithm.values()) {
            List<Claim> wide = IntStream.range(0, 6)
                    .mapToObj(i -> enforced(limiter("wide=" + i, algorithm, 100, DAY), 2))
                    .toList();
            Limiter tight = limiter("tight", algorithm, 2, DAY);
            Taken taken = decide("a", wide, enforced(tight, 2));
            Taken refused = decide("b", wide, enforced(tight, 1));

            assertThat(taken.isAllowed()).as(algorithm.text()).isTrue();
            assertThat(taken.readings())
                    .extracting(Reading::remaining)
                    .containsExactly(98L, 98L, 98L, 98L, 98L, 98L, 0L);
            assertThat(refused.isAllowed()).isFalse();
            assertThat(refused.readings())
                    .extracting(Reading::remaining)
                    .containsExactly(98L, 98L, 98L, 98L, 98L, 98L, 0L);
            assertThat(refused.readings().getLast().retryAfterMicros()).isPositive();
            List<Claim> rest =
                    wide.stream().map(claim -> enforced(claim.limiter(), 98)).toList();
            assertThat(await(ground.store.take(List.of(new Ask("c", rest))))
                            .getFirst()
                            .isAllowed())
                    .as("nothing stayed taken")
                    .isTrue();
        }
    }

    @Test
    void neverAdmitsTooMuchAndKeepsNothingOfWhatWasRefused() {
        Limiter first = limiter("user=1", Algorithm.TOKEN_BUCKET, 500, DAY);
        Limiter second = limiter("tenant=1", Algorithm.TOKEN_BUCKET, 300, DAY);
        List<Future<List<Taken>>> answers = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            answers.add(ground.store.take(List.of(new Ask("", List.of(enforced(first, 1), enforced(second, 1))))));
        }
        long admitted = answers.stream()
                .filter(answer -> await(answer).getFirst().isAllowed())
                .count();

        assertThat(admitted).isEqualTo(300);
        assertThat(ground.peek(enforced(first, 0)).readings().getFirst().remaining())
                .isEqualTo(200);
    }

    @Test
    void decisionsOfManySlotsTravelTogether() {
        List<Ask> asks = IntStream.range(0, 500)
                .mapToObj(i ->
                        new Ask("", List.of(enforced(limiter("user=" + i % 50, Algorithm.SLIDING_WINDOW, 5, DAY), 1))))
                .toList();

        assertThat(await(ground.store.take(asks)).stream().filter(Taken::isAllowed))
                .hasSize(250);
    }

    private Taken decide(String id, List<Claim> claims, Claim last) {
        List<Claim> all = new ArrayList<>(claims);
        all.add(last);
        return await(ground.store.take(List.of(new Ask(id, all)))).getFirst();
    }
}
