package dev.hub.core.bus;

import dev.hub.core.bus.ConnectionPage.Entry;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ListConnections;
import dev.hub.core.bus.NodeCommand.Answers;
import dev.hub.core.bus.NodeCommand.Ask;
import dev.hub.core.bus.NodeCommand.NodeInfo;
import dev.hub.core.bus.NodeCommand.Nodes;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Lists connections, one instance after the other, each in the order of the connections' ids. Whoever is there from the first
 * page to the last one is listed once; whoever comes or goes meanwhile may be.
 */
final class ConnectionPaging {
    private static final char SEPARATOR = '/';

    private final HubBus bus;
    private final ConnectionFilter filter;
    private final int limit;
    private final List<Entry> found = new ArrayList<>();

    ConnectionPaging(HubBus bus, ConnectionFilter filter, int limit) {
        this.bus = bus;
        this.filter = filter;
        this.limit = limit;
    }

    /**
     * The page that begins at {@code cursor}.
     *
     * @param node uid or name of the only instance that is asked; empty for all
     */
    Future<ConnectionPage> page(String node, String cursor) {
        int separator = cursor.indexOf(SEPARATOR);
        if (separator < 0 && !cursor.isEmpty()) {
            return Future.failedFuture(HubException.of(
                    ErrorCode.BAD_REQUEST, "bad request: cursor must be one that a listing answered with"));
        }
        String uid = cursor.isEmpty() ? "" : cursor.substring(0, separator);
        String after = cursor.substring(separator + 1);
        return bus.request(Addresses.NODE, new NodeCommand.ListNodes(), Nodes.class)
                .map(living -> living.nodes().stream()
                        .filter(each -> node.isEmpty() || node.equals(each.uid()) || node.equals(each.name()))
                        .filter(each -> each.uid().compareTo(uid) >= 0)
                        .sorted(Comparator.comparing(NodeInfo::uid))
                        .toList())
                .compose(nodes -> collect(nodes, uid, after))
                .map(done -> new ConnectionPage(found, next()));
    }

    /** Where few are found, asking one instance after the other would take long. */
    private Future<Void> collect(List<NodeInfo> nodes, String uid, String after) {
        if (nodes.isEmpty() || found.size() >= limit) {
            return Future.succeededFuture();
        }
        NodeInfo first = nodes.getFirst();
        boolean isBegun = first.uid().equals(uid);
        int together = filter.isNarrow() && !isBegun ? nodes.size() : 1;
        ListConnections question = new ListConnections(filter, isBegun ? after : "", limit - found.size());
        Set<String> uids = Set.copyOf(
                nodes.subList(0, together).stream().map(NodeInfo::uid).toList());
        return bus.request(Addresses.NODE, new Ask(question, uids), Answers.class)
                .compose(answers -> {
                    answers.answers().forEach(this::take);
                    return collect(nodes.subList(together, nodes.size()), uid, after);
                });
    }

    private void take(NodeCommand.NodeAnswer answer) {
        if (answer.answer() instanceof Answer.Connections some) {
            some.connections().stream()
                    .limit(limit - found.size())
                    .forEach(each -> found.add(
                            new Entry(answer.node().uid(), answer.node().name(), each)));
        }
    }

    private String next() {
        if (found.size() < limit) {
            return "";
        }
        Entry last = found.getLast();
        return last.nodeUid() + SEPARATOR + last.connection().client();
    }
}
