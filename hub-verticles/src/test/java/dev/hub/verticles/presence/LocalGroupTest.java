package dev.hub.verticles.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.presence.Change;
import dev.hub.core.presence.GroupPlace;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalGroupTest {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long LATER = GRACE.toNanos();

    private final LocalGroup group = new LocalGroup(new GroupPlace(new OfChannel(new ChannelName("room")), ""));

    private static ClientInfo ann(String client) {
        return new ClientInfo("ann", client, null, null);
    }

    private List<Change> send() {
        return group.next(100, 0);
    }

    private void enterAndSend(String client) {
        group.enter(ann(client), true);
        send();
        group.arrived();
    }

    @Test
    void whoComesAndGoesBeforeAnythingIsSentWasNeverThere() {
        group.enter(ann("c1"), true);
        group.leave("c1");

        assertThat(group.isSendable()).isFalse();
        assertThat(group.isDeserted()).isTrue();
    }

    @Test
    void sendsWhatHappenedMeanwhileInTheNextBatch() {
        group.enter(ann("c1"), true);
        assertThat(send()).containsExactly(new Change.Enter(ann("c1"), true));
        group.leave("c1");
        assertThat(group.isSendable()).isFalse();

        group.arrived();

        assertThat(send()).containsExactly(new Change.Leave("c1"));
        group.arrived();
        assertThat(group.isDeserted()).isTrue();
    }

    @Test
    void sendsAgainWhatFailedByHowThingsAreThen() {
        group.enter(ann("c1"), true);
        group.enter(ann("c2"), true);
        send();
        group.leave("c1");
        group.failed(new IllegalStateException("away"));

        assertThat(send()).containsExactlyInAnyOrder(new Change.Leave("c1"), new Change.Enter(ann("c2"), true));
    }

    @Test
    void whatIsNotToldYetIsToldWhereItLiesAfterAMove() {
        enterAndSend("c1");
        group.telling = 1;

        LocalGroup left = group.move(new GroupPlace(new OfChannel(new ChannelName("room")), "chat"));

        assertThat(left.hasEvents).isTrue();
        assertThat(left.isTold()).isFalse();
    }

    @Test
    void bringsNoMoreThanABatchHolds() {
        for (int i = 0; i < 5; i++) {
            group.enter(ann("c" + i), true);
        }

        assertThat(group.next(3, 0)).hasSize(3);
        group.arrived();
        assertThat(group.next(3, 0)).hasSize(2);
        group.arrived();
        assertThat(group.isClean()).isTrue();
    }

    @Test
    void whoIsAwayLeavesWhenTheGraceEnds() {
        enterAndSend("c1");
        assertThat(group.away("c1", GRACE, 0)).isTrue();
        assertThat(send()).containsExactly(new Change.Away("c1", GRACE.toMillis()));
        group.arrived();

        group.due("c1", LATER - 1);
        assertThat(group.isSendable()).isFalse();
        group.due("c1", LATER);
        assertThat(send()).containsExactly(new Change.Leave("c1"));
    }

    @Test
    void withoutGraceOrUserNobodyIsAway() {
        enterAndSend("c1");
        assertThat(group.away("c1", Duration.ZERO, 0)).isFalse();
        assertThat(send()).containsExactly(new Change.Leave("c1"));
        group.arrived();
        group.enter(new ClientInfo("", "c2", null, null), true);
        send();
        group.arrived();

        assertThat(group.away("c2", GRACE, 0)).isFalse();
        assertThat(send()).containsExactly(new Change.Leave("c2"));
    }

    @Test
    void entersAnewOnlyThoseWhoAreHere() {
        enterAndSend("c1");
        enterAndSend("c2");
        enterAndSend("c3");
        group.away("c2", GRACE, 0);
        send();
        group.arrived();
        group.leave("c3");
        group.isRegistered = true;

        group.reenter();

        assertThat(group.isRegistered).isFalse();
        assertThat(send()).containsExactlyInAnyOrder(new Change.Enter(ann("c1"), true), new Change.Leave("c3"));
    }

    @Test
    void whoWaitsIsToldOnceAllIsInValkey() {
        group.enter(ann("c1"), true);
        Future<Void> first = group.settled();
        send();
        group.enter(ann("c2"), true);
        group.arrived();
        assertThat(first.isComplete()).isFalse();
        send();
        group.arrived();
        assertThat(first.succeeded()).isTrue();

        group.leave("c1");
        Future<Void> second = group.settled();
        send();
        group.failed(new IllegalStateException("away"));
        assertThat(second.failed()).isTrue();
    }

    @Test
    void leavesWhereItWasWhenItMoves() {
        enterAndSend("c1");
        GroupPlace other = new GroupPlace(group.place.group(), "ns");

        LocalGroup left = group.move(other);

        assertThat(left.next(10, 0)).containsExactly(new Change.Leave("c1"));
        assertThat(group.place).isEqualTo(other);
        assertThat(send()).containsExactly(new Change.Enter(ann("c1"), true));
    }
}
