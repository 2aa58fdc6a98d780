package dev.hub.verticles.node;

import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeEvent;
import dev.hub.core.node.Heartbeat;
import dev.hub.core.node.Heartbeat.Ending;
import dev.hub.core.presence.DeadNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which instances there were at the last heartbeat. What happened since is told in full, also of an instance that died and
 * came back in between: everybody tells the same of the same lives, and who stops in the middle leaves no gap.
 */
final class Census {
    private @Nullable Map<String, NodeInfo> known;

    /** What is new; the first time of nobody but this instance itself. */
    List<NodeEvent> compare(String self, Heartbeat beat) {
        Map<String, NodeInfo> living = new HashMap<>();
        beat.living().forEach(node -> living.put(node.uid(), node));
        Map<String, NodeInfo> before = known == null ? firstSight(self, living) : known;
        List<NodeEvent> news = new ArrayList<>();
        for (NodeInfo node : before.values()) {
            List<NodeEvent> ends = ends(node, beat.ended());
            news.addAll(ends);
            NodeInfo now = living.get(node.uid());
            if (now != null && !ends.isEmpty()) {
                news.add(joined(now, beat.ended()));
            } else if (now == null && ends.isEmpty()) {
                // A server lost what it knew: it is going to be there again.
                living.put(node.uid(), node);
            }
        }
        living.values().stream()
                .filter(node -> !before.containsKey(node.uid()))
                .forEach(node -> news.add(joined(node, beat.ended())));
        known = living;
        return news;
    }

    private static Map<String, NodeInfo> firstSight(String self, Map<String, NodeInfo> living) {
        Map<String, NodeInfo> others = new HashMap<>(living);
        others.remove(self);
        return others;
    }

    /** The ends of lives since the instance was seen as {@code node}. */
    private static List<NodeEvent> ends(NodeInfo node, Map<DeadNode, Ending> ended) {
        List<NodeEvent> ends = new ArrayList<>();
        ended.keySet().stream()
                .filter(each -> each.uid().equals(node.uid()) && each.incarnation() >= node.incarnation())
                .sorted(Comparator.comparingLong(DeadNode::incarnation))
                .forEach(each -> {
                    NodeInfo then = node.withIncarnation(each.incarnation());
                    switch (ended.getOrDefault(each, Ending.RENEWED)) {
                        case DIED -> ends.add(new NodeEvent.Died(then));
                        case LEFT -> ends.add(new NodeEvent.Left(then));
                        case RENEWED -> {}
                    }
                });
        return ends;
    }

    /** A life begins with the first incarnation after the end of another, whichever of them is seen first. */
    private static NodeEvent joined(NodeInfo now, Map<DeadNode, Ending> ended) {
        long first = now.incarnation();
        List<DeadNode> latestFirst = ended.keySet().stream()
                .filter(each -> each.uid().equals(now.uid()))
                .sorted(Comparator.comparingLong(DeadNode::incarnation).reversed())
                .toList();
        for (DeadNode each : latestFirst) {
            if (ended.get(each) != Ending.RENEWED) {
                break;
            }
            first = each.incarnation();
        }
        return new NodeEvent.Joined(now.withIncarnation(first));
    }
}
