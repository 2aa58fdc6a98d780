package dev.hub.verticles.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.Payload;
import dev.hub.core.consumer.ConsumerDelivery;
import dev.hub.core.consumer.Lease;
import dev.hub.verticles.consumer.Workforce.Assignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkforceTest {
    private static final long SOON = 1_000;

    private final Workforce<String> workers = new Workforce<>();

    private static List<ConsumerDelivery> deliveries(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(offset -> delivery(offset, 1, 2))
                .toList();
    }

    private static ConsumerDelivery delivery(long offset, int attempt, int bytes) {
        return new ConsumerDelivery(offset, attempt, "", Payload.ofJson("1".repeat(bytes)));
    }

    private static List<Long> offsets(@Nullable List<ConsumerDelivery> deliveries) {
        return deliveries == null
                ? List.of()
                : deliveries.stream().map(ConsumerDelivery::offset).toList();
    }

    @Test
    void sharesEvenlyAmongEqualsAndKeepsTheOrder() {
        workers.join("a", 10);
        workers.join("b", 10);

        Map<String, List<ConsumerDelivery>> parts =
                workers.assign(deliveries(1, 6), SOON).parts();

        assertThat(offsets(parts.get("a"))).containsExactly(1L, 3L, 5L);
        assertThat(offsets(parts.get("b"))).containsExactly(2L, 4L, 6L);
        assertThat(workers.room()).isEqualTo(14);
    }

    @Test
    void givesToWhoHasTheMostRoom() {
        workers.join("small", 1);
        workers.join("large", 4);

        Map<String, List<ConsumerDelivery>> parts =
                workers.assign(deliveries(1, 4), SOON).parts();

        assertThat(parts.get("large")).hasSize(3);
        assertThat(parts.get("small")).hasSize(1);
    }

    @Test
    void leavesWhatNobodyHasRoomFor() {
        workers.join("a", 2);

        Assignment<String> assignment = workers.assign(deliveries(1, 3), SOON);

        assertThat(offsets(assignment.left())).containsExactly(3L);
        assertThat(workers.room()).isZero();
    }

    @Test
    void hasRoomAgainForWhatIsSettled() {
        workers.join("a", 2);
        workers.assign(deliveries(1, 2), SOON);

        workers.drop(List.of(1L, 7L));

        assertThat(workers.room()).isEqualTo(1);
        assertThat(workers.leave("a")).containsExactly(new Lease(2, 1));
        assertThat(workers.room()).isZero();
    }

    @Test
    void takesAWaryLookAtBytes() {
        workers.join("a", 100);
        workers.assign(List.of(delivery(1, 1, Seat.MAX_BYTES)), SOON);

        assertThat(workers.room()).isZero();
        assertThat(workers.assign(deliveries(2, 2), SOON).left())
                .as("what is leased already goes out all the same")
                .isEmpty();

        workers.drop(List.of(1L));
        assertThat(workers.room()).isEqualTo(99);
    }

    @Test
    void takesBackTheCreditForWhatTookTooLong() {
        workers.join("a", 2);
        workers.assign(deliveries(1, 2), SOON);
        workers.extend(List.of(2L), SOON + 1);

        workers.expire(SOON);

        assertThat(workers.leave("a")).containsExactly(new Lease(2, 1));
    }

    @Test
    void takesADeliveryFromWhoHadItBefore() {
        workers.join("a", 1);
        workers.assign(deliveries(1, 1), SOON);
        workers.join("b", 5);

        workers.assign(List.of(delivery(1, 2, 2)), SOON);

        assertThat(workers.leave("a")).isEmpty();
        assertThat(workers.leave("b")).containsExactly(new Lease(1, 2));
    }

    @Test
    void givesNoMoreToWhoHasLessCreditNow() {
        workers.join("a", 5);
        workers.assign(deliveries(1, 3), SOON);

        workers.join("a", 1);

        assertThat(workers.room()).isZero();
        assertThat(workers.held()).isEqualTo(3);
    }

    /** Against a plain list of who has what. */
    @Property(tries = 200)
    void neverGivesMoreThanTheCreditAndForgetsNothing(@ForAll long seed) {
        Workforce<String> fresh = new Workforce<>();
        Random random = new Random(seed);
        Map<String, Integer> credit = new HashMap<>();
        Map<Long, String> has = new HashMap<>();
        long next = 1;
        for (int step = 0; step < 200; step++) {
            String worker = "w" + random.nextInt(5);
            switch (random.nextInt(5)) {
                case 0 -> {
                    int now = 1 + random.nextInt(4);
                    fresh.join(worker, now);
                    credit.put(worker, now);
                }
                case 1 -> {
                    List<Lease> left = fresh.leave(worker);
                    assertThat(left).extracting(Lease::offset).allMatch(offset -> worker.equals(has.remove(offset)));
                    assertThat(has).doesNotContainValue(worker);
                    credit.remove(worker);
                }
                case 2 -> {
                    int count = random.nextInt(6);
                    Assignment<String> assignment = fresh.assign(deliveries(next, next + (long) count), SOON);
                    assignment.parts().forEach((who, some) -> some.forEach(each -> has.put(each.offset(), who)));
                    assertThat(offsets(assignment.left())).noneMatch(has::containsKey);
                    next += count + 1;
                    credit.forEach((who, most) -> {
                        boolean got = assignment.parts().containsKey(who);
                        assertThat(!got || count(has, who) <= most).isTrue();
                    });
                }
                default -> {
                    long offset = 1L + random.nextInt((int) next);
                    fresh.drop(List.of(offset));
                    has.remove(offset);
                }
            }
            int room = credit.entrySet().stream()
                    .mapToInt(each -> Math.max(0, each.getValue() - count(has, each.getKey())))
                    .sum();
            assertThat(fresh.room()).isEqualTo(room);
            assertThat(fresh.held()).isEqualTo(has.size());
        }
    }

    private static int count(Map<Long, String> has, String worker) {
        return (int) has.values().stream().filter(worker::equals).count();
    }
}
