package dev.hub.verticles.node;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.Load;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances on one server. */
@OnEachEngine
class NodeVerticleIT {
    private final Engine engine;

    private Standalone valkey;
    private Instance here;
    private Instance there;

    NodeVerticleIT(Engine engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() {
        valkey = Standalone.start(engine);
        here = Instance.start("here", valkey.url(), "t:");
        there = Instance.start("there", valkey.url(), "t:");
        await().ignoreExceptions().until(() -> nodesSeenBy(here).size() == 2);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        valkey.close();
    }

    private static List<NodeInfo> nodesSeenBy(Instance instance) {
        return get(instance.bus().request(Addresses.NODE, new NodeCommand.ListNodes(), NodeCommand.Nodes.class))
                .nodes();
    }

    @Test
    void listsTheLivingInstancesWithWhatTheyCarry() {
        there.bus().send(Addresses.LOAD, new Load("loop-0", 3, 0));
        there.bus().send(Addresses.LOAD, new Load("loop-1", 4, 0));
        there.bus().send(Addresses.LOAD, new Load("loop-0", 5, 0));
        nodesSeenBy(there);

        assertThat(nodesSeenBy(here)).extracting(NodeInfo::name).containsExactlyInAnyOrder("here", "there");
        assertThat(nodesSeenBy(here))
                .filteredOn(node -> node.name().equals("there"))
                .allSatisfy(node -> {
                    assertThat(node.clients()).isEqualTo(9);
                    assertThat(node.version()).isEqualTo("test");
                    assertThat(node.uptimeSeconds()).isNotNegative();
                });
    }

    @Test
    void anInstanceThatStopsIsGoneAtOnce() {
        there.close();

        assertThat(nodesSeenBy(here)).extracting(NodeInfo::name).containsExactly("here");
    }

    @Test
    void tellsEveryInstanceWhatToDoToConnections() {
        List<ConnectionControl> heardHere = new CopyOnWriteArrayList<>();
        List<ConnectionControl> heardThere = new CopyOnWriteArrayList<>();
        here.bus().consume(Addresses.CONNECTIONS, ConnectionControl.class, heardHere::add);
        there.bus().consume(Addresses.CONNECTIONS, ConnectionControl.class, heardThere::add);
        ConnectionControl control = new ConnectionControl.Disconnect("zoë", "", 3503, "force disconnect");

        await().untilAsserted(() -> {
            get(here.bus().request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class));
            assertThat(heardHere).contains(control);
            assertThat(heardThere).contains(control);
        });
    }

    @Test
    void ignoresControlMessagesThatItDoesNotKnow() {
        List<ConnectionControl> heard = new CopyOnWriteArrayList<>();
        here.bus().consume(Addresses.CONNECTIONS, ConnectionControl.class, heard::add);
        for (String hostile : List.of(
                "", "{", "[]", "{}", "{\"do\":\"dance\"}", "{\"do\":7}", "{\"do\":\"disconnect\",\"code\":\"x\"}")) {
            valkey.server().ask("PUBLISH", here.keys().control(), hostile);
        }
        ConnectionControl control = new ConnectionControl.Disconnect("a", "b", 4000, "c");

        await().untilAsserted(() -> {
            get(here.bus().request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class));
            assertThat(heard).isNotEmpty().containsOnly(control);
        });
    }

    @Test
    void saysWhichPartsAreUp() {
        await().untilAsserted(() -> assertThat(get(here.bus()
                                .request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class))
                        .isUp())
                .isTrue());
        valkey.server().kill9();

        await().untilAsserted(() -> assertThat(get(here.bus()
                                .request(Addresses.NODE, new NodeCommand.CheckHealth(), NodeCommand.HealthReport.class))
                        .isUp())
                .isFalse());
    }
}
