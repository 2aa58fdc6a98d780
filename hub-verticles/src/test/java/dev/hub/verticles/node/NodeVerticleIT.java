package dev.hub.verticles.node;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.ConnectionTarget;
import dev.hub.core.bus.Load;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.Standalone;
import dev.hub.verticles.Instance;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
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

    private static Future<Affected> note(List<ConnectionControl> heard, ConnectionControl order) {
        heard.add(order);
        return Future.succeededFuture(new Affected(1));
    }

    @Test
    void tellsEveryInstanceWhatToDoToConnections() {
        List<ConnectionControl> heardHere = new CopyOnWriteArrayList<>();
        List<ConnectionControl> heardThere = new CopyOnWriteArrayList<>();
        here.bus().answerAmong(Addresses.CONNECTIONS, ConnectionControl.class, order -> note(heardHere, order));
        there.bus().answerAmong(Addresses.CONNECTIONS, ConnectionControl.class, order -> note(heardThere, order));
        ConnectionControl control = new ConnectionControl.Disconnect(ConnectionTarget.user("zoë"));

        await().untilAsserted(() -> {
            get(here.bus().request(Addresses.NODE, new NodeCommand.Everywhere(control), NodeCommand.Done.class));
            assertThat(heardHere).contains(control);
            assertThat(heardThere).contains(control);
        });
    }

    @Test
    void ignoresControlMessagesThatItDoesNotKnow() {
        List<ConnectionControl> heard = new CopyOnWriteArrayList<>();
        here.bus().answerAmong(Addresses.CONNECTIONS, ConnectionControl.class, order -> note(heard, order));
        for (String hostile : List.of(
                "", "{", "[]", "{}", "{\"do\":\"dance\"}", "{\"do\":7}", "{\"do\":\"disconnect\",\"code\":\"x\"}")) {
            valkey.server().ask("PUBLISH", here.keys().control(), hostile);
        }
        ConnectionControl control =
                new ConnectionControl.Disconnect(new ConnectionTarget("a", "b", ""), Set.of("x"), 4000, "c");

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
