package dev.hub.verticles.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.Heartbeat.Ending;
import dev.hub.core.presence.DeadNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CensusTest {
    private static final NodeInfo SELF = node("self", 1);

    private final Census census = new Census();

    private static NodeInfo node(String uid, long incarnation) {
        return new NodeInfo(uid, uid, "1", 0, 0, 0).withIncarnation(incarnation);
    }

    private List<String> news(Map<DeadNode, Ending> ended, NodeInfo... living) {
        return census.compare("self", new Heartbeat(1, 0, List.of(), ended, List.of(living))).stream()
                .map(CensusTest::text)
                .toList();
    }

    private static String text(NodeEvent event) {
        return event.getClass().getSimpleName() + " " + event.node().uid() + " "
                + event.node().incarnation();
    }

    @Test
    void tellsOfNobodyButItselfAtFirst() {
        assertThat(news(Map.of(), SELF, node("b", 5))).containsExactly("Joined self 1");
        assertThat(news(Map.of(), SELF, node("b", 5), node("c", 6))).containsExactly("Joined c 6");
    }

    @Test
    void tellsHowAnInstanceEndedOnce() {
        news(Map.of(), SELF, node("b", 5), node("c", 6));
        Map<DeadNode, Ending> ended = Map.of(new DeadNode("b", 5), Ending.DIED, new DeadNode("c", 6), Ending.LEFT);

        assertThat(news(ended, SELF)).containsExactlyInAnyOrder("Died b 5", "Left c 6");
        assertThat(news(ended, SELF)).isEmpty();
        assertThat(news(ended, SELF, node("b", 7))).containsExactly("Joined b 7");
        assertThat(news(ended, SELF, node("b", 7))).isEmpty();
    }

    /** Else nobody tells that it is there when the only one that had missed it stops. */
    @Test
    void tellsOfAnInstanceThatDiedAndCameBackBetweenTwoHeartbeats() {
        news(Map.of(), SELF, node("b", 5));

        assertThat(news(Map.of(new DeadNode("b", 5), Ending.DIED), SELF, node("b", 7)))
                .containsExactly("Died b 5", "Joined b 7");
    }

    @Test
    void tellsTheSameOfTheSameLifeWhicheverIncarnationItSaw() {
        news(Map.of(), SELF, node("b", 5));
        Map<DeadNode, Ending> ended = Map.of(
                new DeadNode("b", 5), Ending.RENEWED,
                new DeadNode("b", 6), Ending.DIED,
                new DeadNode("b", 7), Ending.RENEWED);

        assertThat(news(ended, SELF, node("b", 8))).containsExactly("Died b 6", "Joined b 7");
    }

    @Test
    void tellsNothingOfAnInstanceThatGoesOnUnderAnotherIncarnation() {
        news(Map.of(), SELF, node("b", 5));

        assertThat(news(Map.of(new DeadNode("b", 5), Ending.RENEWED), SELF, node("b", 7)))
                .isEmpty();
    }

    @Test
    void waitsForAnInstanceThatAServerForgot() {
        news(Map.of(), SELF, node("b", 5));

        assertThat(news(Map.of(), SELF)).isEmpty();
        assertThat(news(Map.of(), SELF, node("b", 9))).isEmpty();
    }
}
