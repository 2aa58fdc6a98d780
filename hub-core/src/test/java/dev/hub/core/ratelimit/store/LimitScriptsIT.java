package dev.hub.core.ratelimit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.LocalLimiter;
import dev.hub.core.ratelimit.algorithm.LocalSlots;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.testkit.Completed;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scripts decide and tell what the arithmetic in Java does, at any times, through clock steps and changes of quota. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class LimitScriptsIT {
    private static final int STEPS = Integer.getInteger("ratelimit.script.steps", 400);
    private static final int WALKS = 8;
    private static final long START = 1_700_000_000_123_457L;

    private static final List<Quota> ANY = List.of(
            new Quota(Algorithm.TOKEN_BUCKET, 10, new Period.Fixed(1000), 20),
            Quota.of(Algorithm.TOKEN_BUCKET, 10, new Period.Fixed(1000)),
            Quota.of(Algorithm.TOKEN_BUCKET, 25, new Period.Fixed(1000)),
            Quota.of(Algorithm.TOKEN_BUCKET, 7, new Period.Fixed(3_333)),
            Quota.of(Algorithm.TOKEN_BUCKET, 1_000_000_000L, new Period.Fixed(86_400_000)),
            Quota.of(Algorithm.TOKEN_BUCKET, 0, new Period.Fixed(1000)),
            Quota.of(Algorithm.FIXED_WINDOW, 10, new Period.Fixed(1000)),
            Quota.of(Algorithm.FIXED_WINDOW, 30, new Period.Fixed(1000)),
            Quota.of(Algorithm.FIXED_WINDOW, 12, new Period.Fixed(3_333)),
            Quota.of(Algorithm.FIXED_WINDOW, 20, new Period.Calendar(Period.Unit.DAY, ZoneId.of("Europe/Berlin"))),
            Quota.of(Algorithm.FIXED_WINDOW, 25, new Period.Calendar(Period.Unit.DAY, ZoneId.of("Europe/Berlin"))),
            Quota.of(Algorithm.FIXED_WINDOW, 20, new Period.Calendar(Period.Unit.MONTH, ZoneId.of("Asia/Tokyo"))),
            Quota.of(Algorithm.SLIDING_WINDOW, 10, new Period.Fixed(1000)),
            Quota.of(Algorithm.SLIDING_WINDOW, 20, new Period.Fixed(1000)),
            Quota.of(Algorithm.SLIDING_WINDOW, 15, new Period.Fixed(7_919)),
            Quota.of(Algorithm.SLIDING_LOG, 10, new Period.Fixed(1000)),
            Quota.of(Algorithm.SLIDING_LOG, 25, new Period.Fixed(2_000)),
            Quota.of(Algorithm.CONCURRENCY, 10, new Period.Fixed(1000)),
            Quota.of(Algorithm.CONCURRENCY, 20, new Period.Fixed(1000)));

    private final LimitGround ground;

    LimitScriptsIT(Engine engine, SharedServers servers) {
        ground = LimitGround.withSetClock(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void decideAsTheArithmeticInJava() {
        for (Quota quota : ANY) {
            for (int seed = 0; seed < 2; seed++) {
                new Walk(List.of(quota), seed).run();
            }
        }
    }

    @Test
    void carryOverWhatIsUsedAsTheArithmeticInJava() {
        List<Quota> some = ANY.stream().filter(quota -> quota.limit() > 0).toList();
        IntStream.range(0, WALKS * 2).forEach(seed -> new Walk(some, seed).run());
    }

    /** One limiter, and the same in memory. */
    private final class Walk {
        private final SplittableRandom random;
        private final List<Rate> rates;
        private final String seed;
        private final List<String> expected = new ArrayList<>();
        private final List<io.vertx.core.Future<String>> told = new ArrayList<>();
        private final List<String> slots = new ArrayList<>();
        private final List<Long> tickets = new ArrayList<>();
        private final Limiter beside = LimitGround.limiter("beside", Algorithm.TOKEN_BUCKET, 1, 1000);
        private Rate rate;
        private LocalLimiter model;
        private long now = START;

        Walk(List<Quota> quotas, int seed) {
            this.random = new SplittableRandom(seed);
            this.rates = quotas.stream().map(Rate::of).toList();
            this.seed = seed + (quotas.size() == 1 ? rates.getFirst().text() : "");
            this.rate = rates.getFirst();
            this.model = LocalLimiter.of(rate);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step(i);
                if (told.size() >= 400) {
                    compare();
                }
            }
            compare();
        }

        private void compare() {
            List<String> real = told.stream().map(Completed::await).toList();
            for (int i = 0; i < real.size(); i++) {
                assertThat(real.get(i))
                        .as("walk " + seed + " " + trace(real, i))
                        .isEqualTo(expected.get(i));
            }
            told.clear();
            expected.clear();
        }

        private String trace(List<String> real, int i) {
            StringBuilder text = new StringBuilder();
            for (int k = Math.max(0, i - 6); k < i; k++) {
                text.append("\n").append(real.get(k));
            }
            return text.toString();
        }

        private void step(int i) {
            now += jump();
            ground.setClock(now);
            boolean isChanged = rates.size() > 1 && random.nextInt(10) == 0;
            if (isChanged) {
                rate = rates.get(random.nextInt(rates.size()));
                model = model.changedTo(rate, now);
                slots.clear();
                tickets.clear();
            }
            int what = isChanged ? 0 : random.nextInt(10);
            long cost = random.nextInt(8) == 0 ? random.nextLong(rate.capacity() + 3) : random.nextInt(4);
            boolean isSet = isSet(rate);
            if (what < 6 || rate.limit() == 0) {
                take(i, cost);
            } else if (what == 6 && !isSet) {
                peek(i, cost);
            } else if (what == 7) {
                give(i, -cost);
            } else if (model instanceof LocalSlots local) {
                release(i, local);
            } else {
                give(i, cost);
            }
        }

        /** Mostly a fraction of a period ahead; sometimes far, a little back, or far back. */
        private long jump() {
            long period = rate.periodTicks() == 0 ? 86_400_000_000L : rate.periodTicks() * rate.tickMicros();
            return switch (random.nextInt(24)) {
                case 0 -> random.nextLong(period * 3);
                case 1 -> isSet(rate) ? 0 : -random.nextLong(period / 2);
                case 2 -> isSet(rate) ? 0 : -random.nextLong(period * 3);
                case 3, 4, 5, 6 -> 0;
                default -> random.nextLong(Math.max(2, period / 8));
            };
        }

        private Limiter limiter() {
            return new Limiter(new Subject("walk=" + seed), "r", rate);
        }

        /**
         * A decision on one bucket has a script of its own, or goes a way of its own in a batch; the others go a third. What is
         * asked for again, as the script of one bucket has it after a change, would come when the clock is elsewhere.
         */
        private List<Ask> asks(int i, long cost) {
            Claim claim = Claim.enforced(limiter(), cost);
            Claim other = new Claim(beside, 0, false);
            return switch (random.nextInt(rates.size() > 1 ? 2 : 3)) {
                case 0 -> List.of(new Ask("i" + i, List.of(claim, other)));
                case 1 -> List.of(new Ask(isSet(rate) ? "i" + i : "", List.of(claim)), new Ask("", List.of(other)));
                default -> List.of(new Ask("i" + i, List.of(claim)));
            };
        }

        private void take(int i, long cost) {
            long at = now;
            told.add(ground.store
                    .take(asks(i, cost))
                    .map(taken -> i + " at " + at + " take " + cost + " "
                            + text(taken.getFirst().readings().getFirst())));
            long retry = 0;
            boolean isAllowed = model.take(cost, now);
            if (!isAllowed) {
                retry = model.retryAfterMicros(cost, now);
            } else if (model instanceof LocalSlots local && cost > 0) {
                slots.add(cost + " i" + i);
                tickets.add(local.ticket());
            }
            expected.add(i + " at " + at + " take " + cost + " " + model(isAllowed, retry));
        }

        private void peek(int i, long cost) {
            long at = now;
            told.add(ground.store
                    .peek(asks(i, cost))
                    .map(taken -> i + " at " + at + " peek " + cost + " "
                            + text(taken.getFirst().readings().getFirst())));
            long retry = model.retryAfterMicros(cost, now);
            expected.add(i + " at " + at + " peek " + cost + " " + model(retry == 0, retry));
        }

        private void give(int i, long amount) {
            long at = now;
            if (amount < 0 && rate.quota().algorithm() == Algorithm.CONCURRENCY) {
                amount = 0;
            }
            told.add(ground.store
                    .refund(List.of(new GiveBack(limiter(), amount, 0, amount < 0 ? "g" + i : "")))
                    .map(back -> i + " at " + at + " give " + back.getFirst()));
            long given = amount;
            if (amount < 0) {
                model.charge(-amount, now);
            } else if (amount > 0) {
                given = Math.min(amount, present());
                model.refund(amount, now);
            }
            expected.add(
                    i + " at " + at + " give " + new Returned(given, model.remaining(now), model.resetMicros(now)));
        }

        /** What a refund can give back: of a sliding window what is in the present one. */
        private long present() {
            if (rate.quota().algorithm() != Algorithm.SLIDING_WINDOW) {
                return model.used(now);
            }
            long before = model.used(now);
            LocalLimiter emptied = model.changedTo(other(), now);
            emptied.refund(Quota.MAX_LIMIT, now);
            return before - emptied.used(now);
        }

        /** The same period with another limit, so that it is a copy. */
        private Rate other() {
            Quota quota = rate.quota();
            return Rate.of(new Quota(quota.algorithm(), quota.limit() + 1, quota.period(), quota.limit() + 1));
        }

        private void release(int i, LocalSlots local) {
            if (slots.isEmpty()) {
                take(i, 1);
                return;
            }
            int which = random.nextInt(slots.size());
            String[] words = slots.get(which).split(" ", -1);
            // One that is over may still be there in Valkey; it is not counted.
            boolean isTaken = local.release(tickets.get(which), now);
            told.add(ground.store.release(limiter(), words[1]).map(was -> i + " release " + (was || !isTaken)));
            expected.add(i + " release true");
            slots.remove(which);
            tickets.remove(which);
        }

        private String model(boolean isAllowed, long retry) {
            return isAllowed + " " + model.remaining(now) + " " + retry + " " + model.resetMicros(now);
        }

        private static String text(Reading reading) {
            return reading.isAllowed() + " " + reading.remaining() + " " + reading.retryAfterMicros() + " "
                    + reading.resetMicros();
        }

        private static boolean isSet(Rate rate) {
            return switch (rate.quota().algorithm()) {
                case SLIDING_LOG, CONCURRENCY -> true;
                case TOKEN_BUCKET, FIXED_WINDOW, SLIDING_WINDOW -> false;
            };
        }
    }
}
