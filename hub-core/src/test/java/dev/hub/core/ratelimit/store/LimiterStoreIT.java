package dev.hub.core.ratelimit.store;

import static dev.hub.core.ratelimit.store.Claim.enforced;
import static dev.hub.core.ratelimit.store.LimitGround.limiter;
import static dev.hub.core.testkit.Completed.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each promise of the store, on the server's clock. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class LimiterStoreIT {
    private static final long DAY = 86_400_000;

    private final String url;
    private final String prefix;
    private final LimitGround ground;

    LimiterStoreIT(Engine engine, SharedServers servers) {
        url = servers.on(engine).url();
        prefix = servers.prefix();
        ground = LimitGround.of(url, prefix);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void admitsExactlyTheQuotaToAThousandCallersOfThreeInstances() {
        List<LimitGround> instances = List.of(ground, LimitGround.of(url, prefix), LimitGround.of(url, prefix));
        try {
            for (Algorithm algorithm : Algorithm.values()) {
                Limiter limiter = limiter("all", algorithm, 100, DAY);
                List<Future<List<Taken>>> answers = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    Ask ask = new Ask("d" + i, List.of(enforced(limiter, 1)));
                    answers.add(instances.get(i % 3).store.take(List.of(ask)));
                }
                long admitted = answers.stream()
                        .filter(answer -> await(answer).getFirst().isAllowed())
                        .count();

                assertThat(admitted).as(algorithm.text()).isEqualTo(100);
            }
        } finally {
            instances.stream().skip(1).forEach(LimitGround::close);
        }
    }

    @Test
    void takesNothingWhenOneOfTwoRefuses() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter wide = limiter("wide", algorithm, 100, DAY);
            Limiter tight = limiter("tight", algorithm, 3, DAY);
            Taken refused = ground.takeAs("a", enforced(wide, 5), enforced(tight, 5));
            Taken taken = ground.takeAs("b", enforced(wide, 2), enforced(tight, 2));
            Taken late = ground.takeAs("c", enforced(tight, 2), enforced(wide, 2));

            assertThat(refused.isAllowed()).as(algorithm.text()).isFalse();
            assertThat(refused.readings().get(0).isAllowed()).isTrue();
            assertThat(refused.readings().get(0).remaining()).isEqualTo(100);
            assertThat(refused.readings().get(1).retryAfterMicros()).isEqualTo(Standing.NEVER);
            assertThat(taken.isAllowed()).isTrue();
            assertThat(taken.readings()).extracting(Reading::remaining).containsExactly(98L, 1L);
            assertThat(late.isAllowed()).isFalse();
            assertThat(late.readings().get(0).retryAfterMicros()).isPositive();
            assertThat(late.readings()).extracting(Reading::remaining).containsExactly(1L, 98L);
        }
    }

    @Test
    void aShadowCountsAndRefusesNothing() {
        Limiter tight = limiter("tight", Algorithm.FIXED_WINDOW, 1, DAY);
        Limiter wide = limiter("wide", Algorithm.TOKEN_BUCKET, 10, DAY);
        Claim shadow = new Claim(tight, 1, false);

        assertThat(ground.take(shadow, enforced(wide, 1)).isAllowed()).isTrue();
        Taken second = ground.take(shadow, enforced(wide, 1));
        assertThat(second.isAllowed()).isTrue();
        assertThat(second.readings().getFirst().isAllowed()).isFalse();
        Taken refused =
                ground.take(new Claim(limiter("other", Algorithm.FIXED_WINDOW, 5, DAY), 1, false), enforced(wide, 99));
        assertThat(refused.isAllowed()).isFalse();
        assertThat(refused.readings().getFirst().remaining()).isEqualTo(4);
    }

    @Test
    void decidesManyOfOneCallInTheirOrder() {
        Limiter limiter = limiter("many", Algorithm.TOKEN_BUCKET, 300, DAY);
        List<Ask> asks = IntStream.range(0, 1000)
                .mapToObj(i -> new Ask("", List.of(enforced(limiter, 1))))
                .toList();
        List<Taken> taken = await(ground.store.take(asks));

        assertThat(taken.subList(0, 300)).allMatch(Taken::isAllowed);
        assertThat(taken.subList(300, 1000)).noneMatch(Taken::isAllowed);
    }

    /** Some go a shorter way than others in the script. */
    @Test
    void decisionsOfOneCallSeeEachOther() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter limiter = limiter("mixed", algorithm, 6, DAY);
            Limiter raised = new Limiter(
                    limiter.subject(),
                    limiter.name(),
                    limiter("x", algorithm, 7, DAY).rate());
            Claim other = enforced(limiter("beside", Algorithm.TOKEN_BUCKET, 100, DAY), 1);
            List<Taken> taken = await(ground.store.take(List.of(
                    new Ask("a", List.of(enforced(limiter, 1))),
                    new Ask("b", List.of(enforced(limiter, 1))),
                    new Ask("c", List.of(enforced(limiter, 1), other)),
                    new Ask("d", List.of(enforced(limiter, 1))),
                    new Ask("e", List.of(enforced(raised, 1))),
                    new Ask("f", List.of(enforced(raised, 2))),
                    new Ask("g", List.of(enforced(raised, 1), other)))));

            assertThat(taken)
                    .as(algorithm.text())
                    .extracting(each -> each.readings().getFirst().remaining())
                    .containsExactly(5L, 4L, 3L, 2L, 2L, 0L, 0L);
            assertThat(taken.getLast().isAllowed()).isFalse();
        }
    }

    @Test
    void lookingTakesNothing() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter limiter = limiter("peek", algorithm, 3, DAY);
            ground.takeAs("a", enforced(limiter, 2));

            assertThat(ground.peek(enforced(limiter, 1)).isAllowed()).isTrue();
            assertThat(ground.peek(enforced(limiter, 1)).readings().getFirst().remaining())
                    .as(algorithm.text())
                    .isEqualTo(1);
            assertThat(ground.peek(enforced(limiter, 2)).isAllowed()).isFalse();
        }
    }

    @Test
    void aKeyLivesUntilAllIsFreeAndNotMuchLonger() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter limiter = limiter("ttl", algorithm, 10, 3_600_000);
            Reading reading =
                    ground.takeAs("a", enforced(limiter, 3)).readings().getFirst();
            long left = ground.ttlMillis(limiter);

            assertThat(left * 1000)
                    .as(algorithm.text())
                    .isBetween(reading.resetMicros() - 2_000_000, reading.resetMicros() + 10_002_000);
            assertThat(left).isPositive();
        }
    }

    @Test
    void aKeyNeverEndsBeforeAllIsFreeHoweverOftenItIsWritten() {
        for (Algorithm algorithm : List.of(Algorithm.TOKEN_BUCKET, Algorithm.SLIDING_WINDOW, Algorithm.FIXED_WINDOW)) {
            Limiter limiter = limiter("often", algorithm, 36_000, 3_600_000);
            for (int i = 0; i < 8; i++) {
                long before = ground.serverMicros();
                long reset =
                        ground.take(enforced(limiter, 30)).readings().getFirst().resetMicros();
                long left = ground.ttlMillis(limiter) * 1000;
                long passed = ground.serverMicros() - before;

                assertThat(left).as(algorithm.text() + " " + i).isBetween(reset - passed, reset + 12_000_000);
            }
        }
    }

    @Test
    void givesBackIntoTheWindowThatItCameFromAlone() {
        Limiter limiter = limiter("back", Algorithm.FIXED_WINDOW, 10, DAY);
        long window = ground.take(enforced(limiter, 4)).readings().getFirst().window();

        assertThat(ground.refund(new GiveBack(limiter, 3, window - DAY * 1000, ""))
                        .amount())
                .isZero();
        Returned back = ground.refund(new GiveBack(limiter, 3, window, ""));
        assertThat(back.amount()).isEqualTo(3);
        assertThat(back.remaining()).isEqualTo(9);
    }

    @Test
    void givesBackNoMoreThanWasTaken() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter limiter = limiter("full", algorithm, 10, DAY);
            ground.takeAs("a", enforced(limiter, 4));

            assertThat(ground.refund(new GiveBack(limiter, 9, 0, "")).amount())
                    .as(algorithm.text())
                    .isEqualTo(4);
            assertThat(ground.peek(enforced(limiter, 10)).isAllowed()).isTrue();
            assertThat(ground.ttlMillis(limiter)).isEqualTo(-2);
        }
    }

    @Test
    void chargesBeyondTheLimitAndRefusesUntilThatIsPaid() {
        for (Algorithm algorithm : Algorithm.values()) {
            Limiter limiter = limiter("over", algorithm, 10, DAY);
            ground.takeAs("a", enforced(limiter, 8));
            ground.refund(new GiveBack(limiter, -20, 0, "a"));

            assertThat(ground.peek(enforced(limiter, 0)).isAllowed())
                    .as(algorithm.text())
                    .isFalse();
            assertThat(ground.refund(new GiveBack(limiter, 20, 0, "")).remaining())
                    .isEqualTo(2);
        }
    }

    @Test
    void aSlotIsGivenBackOnce() {
        Limiter limiter = limiter("slots", Algorithm.CONCURRENCY, 2, DAY);
        assertThat(ground.takeAs("a", enforced(limiter, 2)).isAllowed()).isTrue();
        assertThat(ground.takeAs("b", enforced(limiter, 1)).isAllowed()).isFalse();

        assertThat(await(ground.store.release(limiter, "a"))).isTrue();
        assertThat(await(ground.store.release(limiter, "a"))).isFalse();
        assertThat(ground.takeAs("b", enforced(limiter, 2)).isAllowed()).isTrue();
    }

    @Test
    void findsTheWindowOfTheServersClockHoweverWrongItsOwnIs() {
        Quota daily = Quota.of(Algorithm.FIXED_WINDOW, 5, new Period.Calendar(Period.Unit.DAY, ZoneOffset.UTC));
        Limiter limiter = limiter("calendar", daily);
        LimitCalls calls = new LimitCalls(ground.valkey, ground.keys, () -> Instant.EPOCH, LimitScripts.standard());
        LimiterStore wrong = new LimiterStore(calls, ground.keys, false);
        Reading reading = await(wrong.take(List.of(new Ask("", List.of(enforced(limiter, 5))))))
                .getFirst()
                .readings()
                .getFirst();

        assertThat(reading.isAllowed()).isTrue();
        assertThat(reading.window() % (DAY * 1000)).isZero();
        assertThat(ground.serverMicros() - reading.window()).isBetween(0L, DAY * 1000 + 10_000_000);
        assertThat(ground.take(enforced(limiter, 1)).isAllowed()).isFalse();
    }

    @Test
    void aSubjectCannotReachTheLimitOfAnother() {
        Limiter one = new Limiter(
                new Subject("user=a%7D:x"),
                "r",
                limiter("x", Algorithm.TOKEN_BUCKET, 1, DAY).rate());
        Limiter other = new Limiter(new Subject("user=a"), "r", one.rate());
        ground.take(enforced(one, 1));

        assertThat(ground.take(enforced(other, 1)).isAllowed()).isTrue();
    }

    @Test
    void aStateThatIsNoneIsReplaced() {
        Limiter limiter = limiter("strange", Algorithm.TOKEN_BUCKET, 5, DAY);
        String key = ScriptArguments.key(ground.keys, limiter);
        await(ground.valkey
                .send(key, Request.cmd(Command.SET).arg(key).arg("rubbish"))
                .map(String::valueOf));

        assertThat(ground.take(enforced(limiter, 5)).isAllowed()).isTrue();
        assertThat(ground.take(enforced(limiter, 1)).isAllowed()).isFalse();
    }
}
