package dev.hub.verticles.channel;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.Published;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Positions, recovery and history of channels with history, by the messages on the bus. */
@OnEachEngine
class ChannelHistoryIT {
    private final Engine engine;

    private Standalone valkey;
    private Instance here;
    private Instance there;

    ChannelHistoryIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        here = Instance.start("here", valkey.url(), "t:", Histories.ofSize(10));
        there = Instance.start("there", valkey.url(), "t:", Histories.ofSize(10));
        here.awaitReady();
        there.awaitReady();
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        valkey.close();
    }

    @Test
    void beginsAtThePositionOfTheStream() {
        Receiver receiver = new Receiver(here, "news");
        StreamPosition empty = Receiver.position(get(receiver.attach()));
        assertThat(empty.offset()).isZero();
        assertThat(empty.epoch()).hasSize(8);

        Published published = receiver.publish("1");
        receiver.publish("2");
        Attached later = get(new Receiver(there, "news").attach());

        assertThat(published).isEqualTo(new Published(1, empty.epoch()));
        assertThat(later.position()).isEqualTo(new StreamPosition(2, empty.epoch()));
    }

    @Test
    void deliversOffsetsInTheirPlace() {
        Receiver receiver = new Receiver(there, "news");
        String epoch = Receiver.position(get(receiver.attach())).epoch();

        new Receiver(here, "news").publish("\"a\"");
        new Receiver(here, "news").publish("\"b\"");

        await().until(() -> receiver.deliveries().size() == 2);
        assertThat(receiver.deliveries().get(0).publication().toJson())
                .startsWith("{\"data\":\"a\",\"time\":")
                .endsWith(",\"offset\":1,\"epoch\":\"" + epoch + "\"}");
        assertThat(receiver.deliveries().get(1).publication().toJson()).endsWith(",\"offset\":2}");
        assertThat(receiver.offsets()).containsExactly(1L, 2L);
    }

    @Test
    void recoversAsTheTableSays() {
        Receiver receiver = new Receiver(here, "news");
        String epoch = Receiver.position(get(receiver.attach())).epoch();
        for (int i = 1; i <= 20; i++) {
            receiver.publish(Integer.toString(i));
        }
        Receiver fresh = new Receiver(there, "news");
        get(fresh.attach());

        for (Receiver each : List.of(receiver, fresh)) {
            await().until(() -> each == fresh || each.deliveries().size() == 20);
            assertThat(each.recovered(20, epoch)).isEmpty();
            assertThat(each.recovered(18, epoch)).containsExactly(19L, 20L);
            assertThat(each.recovered(18, "")).containsExactly(19L, 20L);
            assertThat(each.recovered(10, epoch)).hasSize(10);
            assertThat(each.recover(8, epoch)).isInstanceOf(Recovered.Refused.class);
            assertThat(each.recover(108, epoch)).isInstanceOf(Recovered.Refused.class);
            assertThat(each.recover(18, "otherone")).isInstanceOf(Recovered.Refused.class);
        }
    }

    @Test
    void whatOneInstanceRemovesNoOtherOneRecovers() {
        Receiver publisher = new Receiver(here, "news");
        Receiver receiver = new Receiver(there, "news");
        String epoch = Receiver.position(get(receiver.attach())).epoch();
        for (int i = 1; i <= 5; i++) {
            publisher.publish(Integer.toString(i));
        }
        await().until(() -> receiver.deliveries().size() == 5);
        assertThat(receiver.recovered(2, epoch)).containsExactly(3L, 4L, 5L);

        publisher.removeHistory();
        publisher.publish("6");
        await().until(() -> receiver.deliveries().size() == 6);

        assertThat(receiver.recover(2, epoch)).isInstanceOf(Recovered.Refused.class);
        assertThat(receiver.recovered(5, epoch)).containsExactly(6L);
        assertThat(receiver.interruptions()).isEmpty();
    }

    @Test
    void recoversPageByPage() {
        Receiver receiver = new Receiver(here, "news");
        String epoch = Receiver.position(get(receiver.attach())).epoch();
        for (int i = 1; i <= 9; i++) {
            receiver.publish("\"" + "x".repeat(1000) + "\"");
        }
        Receiver fresh = new Receiver(there, "news");
        get(fresh.attach());

        Complete first = (Complete) fresh.recover(0, epoch, 300, 4500);
        Complete second = (Complete) fresh.recover(first.position().offset(), epoch, 300, 4500);
        Complete third = (Complete) fresh.recover(second.position().offset(), epoch, 300, 4500);

        assertThat(first.publications()).hasSize(4);
        assertThat(first.more()).isTrue();
        assertThat(second.more()).isTrue();
        assertThat(third.more()).isFalse();
        assertThat(third.position().offset()).isEqualTo(9);
    }
}
