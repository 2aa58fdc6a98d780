package dev.hub.core.presence;

import static dev.hub.core.presence.Ground.ROOM;
import static dev.hub.core.presence.Ground.TOLD;
import static dev.hub.core.presence.Ground.await;
import static dev.hub.core.presence.Ground.enter;
import static dev.hub.core.presence.Ground.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.presence.PresenceGroup.Occupancy;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All of a group lies in one slot, whatever kind of group. */
class PresenceClusterIT {
    @ParameterizedTest
    @EnumSource(Engine.class)
    void groupsOfEveryKindLiveInACluster(Engine engine) {
        try (ClusterSetup cluster = ClusterSetup.start(engine);
                Ground ground = new Ground(cluster.url(), "c:")) {
            ground.listen(ROOM);
            NodeLease lease = lease("a", 5);
            for (GroupPlace place : List.of(
                    ROOM,
                    new GroupPlace(new OfChannel(new ChannelName("or:1")), "or"),
                    new GroupPlace(new Occupancy(new ChannelName("room")), ""),
                    GroupPlace.of(new OfUser("ann")))) {
                await(ground.store.change(place, TOLD, lease, 1, List.of(enter("c1", "ann"))));
                assertThat(ground.read(place).clients()).isEqualTo(1);
                ground.sweep(place, TOLD, new DeadNode("a", 5));
                assertThat(ground.read(place).clients()).isZero();
            }
            assertThat(await(ground.store.user("ann")).seenMillis()).isPositive();
            Awaitility.await().until(() -> ground.left().equals(List.of("c1")));
            assertThat(ground.joined()).containsExactly("c1");
        }
    }
}
