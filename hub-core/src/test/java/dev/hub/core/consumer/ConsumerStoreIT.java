package dev.hub.core.consumer;

import static dev.hub.core.consumer.Bench.WORKER;
import static dev.hub.core.consumer.Bench.attempts;
import static dev.hub.core.consumer.Bench.await;
import static dev.hub.core.consumer.Bench.id;
import static dev.hub.core.consumer.Bench.numbers;
import static dev.hub.core.consumer.Bench.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.core.protocol.HubException;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases, acknowledgements, redeliveries and dead letters, on real servers. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class ConsumerStoreIT {
    private static final ConsumerSettings SETTINGS = ConsumerSettings.DEFAULTS;
    private static final ConsumerSettings HASTY = SETTINGS.withAckTimeoutMillis(100);

    private final Bench bench;

    ConsumerStoreIT(Engine engine, SharedServers servers) {
        bench = new Bench(servers.on(engine).url(), servers.prefix());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void deliversInTheOrderOfTheStream() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 5);

        Fetched first = bench.fetch(WORKER, 3);
        Fetched second = bench.fetch(WORKER, 3);

        assertThat(numbers(first)).containsExactly(1, 2, 3);
        assertThat(attempts(first)).containsExactly(1, 1, 1);
        assertThat(first.more()).isTrue();
        assertThat(first.lag()).isEqualTo(2);
        assertThat(first.unacknowledged()).isEqualTo(3);
        assertThat(numbers(second)).containsExactly(4, 5);
        assertThat(second.more()).isFalse();
        assertThat(second.lag()).isZero();
        assertThat(second.dueInMillis()).isBetween(29_000L, 30_000L);
        assertThat(bench.fetch(WORKER, 3).deliveries()).isEmpty();
    }

    @Test
    void deliversAgainWhatWasNotAcknowledgedInTime() {
        bench.put(WORKER, HASTY);
        bench.publish("jobs:a", 1, 3);
        Fetched first = bench.fetch(WORKER, 10);
        bench.acknowledge(WORKER, first.epoch(), 2L);

        Fetched again = bench.fetchInTime(WORKER, 10);

        assertThat(numbers(again)).containsExactly(1, 3);
        assertThat(attempts(again)).containsExactly(2, 2);
        assertThat(bench.info(WORKER).counts().redeliveries()).isEqualTo(2);
        assertThat(bench.acknowledge(WORKER, first.epoch(), 1L, 3L).count()).isEqualTo(2);
        assertThat(bench.info(WORKER).unacknowledged()).isZero();
    }

    @Test
    void hasNoMoreUnderWayThanAllowed() {
        bench.put(WORKER, SETTINGS.withMaxInFlight(2));
        bench.publish("jobs:a", 1, 5);
        Fetched first = bench.fetch(WORKER, 10);

        assertThat(numbers(first)).containsExactly(1, 2);
        assertThat(first.more()).isFalse();
        assertThat(bench.fetch(WORKER, 10).deliveries()).isEmpty();

        bench.acknowledge(WORKER, first.epoch(), 1L);
        assertThat(numbers(bench.fetch(WORKER, 10))).containsExactly(3);
    }

    @Test
    void doesNotPassOverTheBoundWithRedeliveriesEither() {
        bench.put(WORKER, HASTY.withMaxInFlight(2));
        bench.publish("jobs:a", 1, 5);
        bench.fetch(WORKER, 10);

        Fetched again = bench.fetchInTime(WORKER, 10);

        assertThat(again.unacknowledged()).isEqualTo(2);
        assertThat(numbers(again)).isSubsetOf(1, 2);
    }

    @Test
    void tellsWhatWasNotUnderWay() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 2);
        String epoch = bench.fetch(WORKER, 1).epoch();

        assertThat(bench.acknowledge(WORKER, epoch, 1L, 2L)).isEqualTo(new Settled(1, List.of(2L)));
        assertThat(bench.acknowledge(WORKER, epoch, 1L)).isEqualTo(new Settled(0, List.of(1L)));
        assertThat(numbers(bench.fetch(WORKER, 5))).containsExactly(2);
    }

    @Test
    void refusesOffsetsOfAnotherEpoch() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 1);
        bench.fetch(WORKER, 1);

        assertThatThrownBy(() -> bench.acknowledge(WORKER, "elsewhere", 1L))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(112));
        assertThat(bench.info(WORKER).unacknowledged()).isEqualTo(1);
    }

    @Test
    void deliversAgainAtOnceOrLaterWhatFailed() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 2);
        String epoch = bench.fetch(WORKER, 5).epoch();

        await(bench.store.refuse(place(WORKER), epoch, List.of(Lease.any(1)), 0));
        await(bench.store.refuse(place(WORKER), epoch, List.of(Lease.any(2)), 60_000));
        Fetched again = bench.fetch(WORKER, 5);

        assertThat(numbers(again)).containsExactly(1);
        assertThat(again.dueInMillis()).isGreaterThan(25_000);
        assertThat(bench.info(WORKER).counts().refusals()).isEqualTo(2);
    }

    @Test
    void leavesADeliveryAloneThatAnotherWorkerHasNow() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 1);
        String epoch = bench.fetch(WORKER, 5).epoch();
        await(bench.store.refuse(place(WORKER), epoch, List.of(new Lease(1, 1)), 0));
        bench.fetch(WORKER, 5);

        Settled late = await(bench.store.refuse(place(WORKER), epoch, List.of(new Lease(1, 1)), 0));

        assertThat(late).isEqualTo(new Settled(0, List.of(1L)));
        assertThat(bench.fetch(WORKER, 5).deliveries()).isEmpty();
    }

    @Test
    void givesMoreTimeWhenAsked() {
        bench.put(WORKER, HASTY);
        bench.publish("jobs:a", 1, 2);
        String epoch = bench.fetch(WORKER, 5).epoch();
        await(bench.store.extend(place(WORKER), epoch, List.of(Lease.any(1)), 60_000));

        Fetched again = bench.fetchInTime(WORKER, 5);

        assertThat(numbers(again)).containsExactly(2);
        assertThat(bench.info(WORKER).counts().refusals()).isZero();
    }

    @Test
    void putsAsideWhatIsDeliveredTooOften() {
        bench.put(WORKER, SETTINGS.withMaxDeliveries(2));
        bench.publish("jobs:a", 1, 2);
        failAll(2);

        Fetched after = bench.fetch(WORKER, 5);

        assertThat(after.deliveries()).isEmpty();
        assertThat(after.dead()).isEqualTo(2);
        assertThat(after.unacknowledged()).isZero();
        List<DeadLetter> letters = await(bench.store.deadLetters(place(WORKER), "", 10));
        assertThat(letters).extracting(DeadLetter::offset).containsExactly(1L, 2L);
        assertThat(letters).extracting(DeadLetter::attempts).containsOnly(2);
        assertThat(letters.getFirst().publication().toJson()).isEqualTo("{\"data\":1}");
        assertThat(await(bench.store.deadLetters(
                        place(WORKER), letters.getFirst().id(), 10)))
                .containsExactly(letters.getLast());
    }

    private void failAll(int times) {
        for (int i = 0; i < times; i++) {
            Fetched got = bench.fetch(WORKER, 100);
            List<Lease> leases = got.deliveries().stream()
                    .map(each -> Lease.any(each.offset()))
                    .toList();
            await(bench.store.refuse(place(WORKER), got.epoch(), leases, 0));
        }
    }

    @Test
    void deliversDeadLettersAgainAlsoWhenTheStreamLetThemGo() {
        bench.put(WORKER, SETTINGS.withMaxDeliveries(1));
        bench.publish("jobs:a", 1, 2);
        failAll(1);
        bench.fetch(WORKER, 5);
        bench.publish("jobs:a", 3, 30);
        bench.acknowledge(WORKER, bench.fetch(WORKER, 100).epoch(), range(3, 30));
        bench.publish("jobs:a", 31, 31);
        List<DeadLetter> letters = await(bench.store.deadLetters(place(WORKER), "", 10));

        Revived revived = await(
                bench.store.revive(place(WORKER), List.of(letters.getFirst().id(), "1-1")));
        Fetched again = bench.fetch(WORKER, 5);

        assertThat(revived).isEqualTo(new Revived(1, List.of("1-1")));
        assertThat(numbers(again)).containsExactly(1, 31);
        assertThat(attempts(again)).containsExactly(1, 1);
        assertThat(await(bench.store.deadLetters(place(WORKER), "", 10))).containsExactly(letters.getLast());
        assertThat(bench.acknowledge(WORKER, again.epoch(), 1L, 31L).count()).isEqualTo(2);
        assertThat(bench.info(WORKER).unacknowledged()).isZero();
        assertThat(await(bench.store.purge(place(WORKER), List.of()))).isEqualTo(1);
        assertThat(bench.info(WORKER).deadLetters()).isZero();
    }

    private static Long[] range(long first, long last) {
        Long[] all = new Long[(int) (last - first + 1)];
        for (int i = 0; i < all.length; i++) {
            all[i] = first + i;
        }
        return all;
    }

    @Test
    void readsFeedsByPattern() {
        ConsumerId all = id("orders:*", "worker");
        ConsumerId some = id("orders:*:new", "worker");
        bench.put(all, SETTINGS);
        bench.put(some, SETTINGS);
        bench.publish("orders:eu:new", 1, 1);
        bench.publish("orders:eu:old", 2, 2);
        bench.publish("orders:eu:very:new", 3, 3);
        bench.publish("orders:us:new", 4, 4);

        Fetched allGot = bench.fetch(all, 10);
        Fetched someGot = bench.fetch(some, 10);

        assertThat(numbers(allGot)).containsExactly(1, 2, 3, 4);
        assertThat(allGot.deliveries().getFirst().channel()).isEqualTo("orders:eu:new");
        assertThat(numbers(someGot)).containsExactly(1, 4);
        assertThat(someGot.more()).isFalse();
        assertThat(await(bench.store.ids(place(all).stream())))
                .containsExactly("worker:orders:*", "worker:orders:*:new");
    }

    @Test
    void boundsWhatOneCallBringsByBytes() {
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 3);

        Fetched little = await(bench.store.fetch(place(WORKER), 10, 1));

        assertThat(numbers(little)).containsExactly(1);
        assertThat(little.more()).isTrue();
    }

    @Test
    void isMadeOnceAndChangedLater() {
        bench.publish("jobs:a", 1, 3);

        assertThat(bench.put(WORKER, SETTINGS)).isTrue();
        bench.publish("jobs:a", 4, 4);
        assertThat(bench.put(WORKER, SETTINGS.withMaxInFlight(7).withStart(ConsumerStart.EARLIEST)))
                .isFalse();

        assertThat(bench.info(WORKER).settings()).isEqualTo(SETTINGS.withMaxInFlight(7));
        assertThat(numbers(bench.fetch(WORKER, 10))).containsExactly(4);
    }

    @Test
    void beginsWhereItIsTold() {
        bench.publish("jobs:a", 1, 9);
        bench.put(id("jobs:a", "all"), SETTINGS.withStart(ConsumerStart.EARLIEST));
        bench.put(id("jobs:a", "some"), SETTINGS.withStart(ConsumerStart.parse("7")));

        Fetched all = bench.fetch(id("jobs:a", "all"), 10);

        assertThat(numbers(all)).containsExactly(5, 6, 7, 8, 9);
        assertThat(all.lost()).isZero();
        assertThat(numbers(bench.fetch(id("jobs:a", "some"), 10))).containsExactly(8, 9);
        assertThatThrownBy(() -> bench.put(WORKER, SETTINGS.withStart(ConsumerStart.parse("10"))))
                .hasMessage("bad request: start must not be beyond the last offset, which is 9");
    }

    @Test
    void isUnknownUntilItIsMadeAndOnceItIsDeleted() {
        assertThat(await(bench.store.delete(place(WORKER)))).isFalse();
        assertThatThrownBy(() -> bench.fetch(WORKER, 1)).hasMessage("unknown consumer");
        bench.put(WORKER, SETTINGS);
        bench.publish("jobs:a", 1, 1);
        bench.fetch(WORKER, 1);

        assertThat(await(bench.store.delete(place(WORKER)))).isTrue();

        assertThatThrownBy(() -> bench.info(WORKER)).hasMessage("unknown consumer");
        assertThat(await(bench.store.ids(bench.stream("jobs:a")))).isEmpty();
        bench.put(WORKER, SETTINGS);
        assertThat(bench.info(WORKER).unacknowledged()).isZero();
    }

    @Test
    void refusesMoreConsumersThanAChannelMayHave() {
        for (int i = 0; i < ConsumerStore.MAX_CONSUMERS; i++) {
            bench.put(id("jobs:a", "c" + i), SETTINGS);
        }

        assertThatThrownBy(() -> bench.put(WORKER, SETTINGS))
                .hasMessage("limit exceeded: a channel has at most 100 consumers");
    }
}
