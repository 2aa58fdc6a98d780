package dev.hub.core.ratelimit.store;

import static dev.hub.core.ratelimit.store.Claim.enforced;
import static dev.hub.core.ratelimit.store.LimitGround.limiter;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.testkit.Completed;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.valkey.ValkeyUnavailableException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A failover in a burst: what the lost tail of the replication held is admitted once more, and nothing else. */
@OnEachEngine
class LimiterFailoverIT {
    private static final Logger LOG = LoggerFactory.getLogger(LimiterFailoverIT.class);
    private static final int LIMIT = 3000;
    private static final int ROUND = 100;

    private final SentinelSetup setup;
    private final LimitGround ground;
    private final Limiter limiter = limiter("burst", Algorithm.FIXED_WINDOW, LIMIT, 1000L * 86_400_000 / 250);

    LimiterFailoverIT(Engine engine) {
        setup = SentinelSetup.start(engine);
        ground = LimitGround.of(setup.url(), "t:");
    }

    @AfterEach
    void stop() {
        ground.close();
        setup.close();
    }

    @Test
    void admitsAgainWhatTheLostTailHeldAndNoMore() {
        int admitted = round();
        admitted += round();
        ServerProcess old = setup.primary();
        long lost = killWhileTaking(old);
        setup.awaitPrimaryOtherThan(old);
        long known = LIMIT
                - await(untilAnswered(() -> ground.store.peek(List.of(ask(0)))))
                        .getFirst()
                        .readings()
                        .getFirst()
                        .remaining();
        admitted += (int) lost;
        long tail = admitted - known;
        int after = 0;
        for (int i = 0; i < LIMIT / ROUND + 1; i++) {
            after += round();
        }

        // Below 0 it is what was counted while the connection broke, and nobody was admitted for.
        LOG.info("A failover in a burst: {} admitted of {}, lost tail {}", admitted + after, LIMIT, tail);
        assertThat(after).isEqualTo(LIMIT - known);
        assertThat(admitted + after - LIMIT).isEqualTo(tail);
        assertThat(tail).isLessThanOrEqualTo(ROUND * 10L);
    }

    /** Kills the primary amid a burst; returns how many were admitted in it and known to be. */
    private long killWhileTaking(ServerProcess primary) {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < ROUND * 10; i++) {
            answers.add(one().otherwise(false));
            if (i == ROUND * 5) {
                primary.kill9();
            }
        }
        return answers.stream().filter(Completed::await).count();
    }

    /** Sentinels that lag behind name the old primary once more; what cannot be sent is not carried out. */
    private <T> Future<T> untilAnswered(Supplier<Future<T>> call) {
        return call.get()
                .recover(cause -> cause instanceof ValkeyUnavailableException
                        ? ground.vertx.timer(50).compose(later -> untilAnswered(call))
                        : Future.failedFuture(cause));
    }

    private int round() {
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < ROUND; i++) {
            answers.add(untilAnswered(this::one));
        }
        return (int) answers.stream().filter(Completed::await).count();
    }

    private Future<Boolean> one() {
        return ground.store.take(List.of(ask(1))).map(taken -> taken.getFirst().isAllowed());
    }

    private Ask ask(long cost) {
        return new Ask("", List.of(enforced(limiter, cost)));
    }
}
