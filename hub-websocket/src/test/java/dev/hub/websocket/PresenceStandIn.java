package dev.hub.websocket;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionControl.Affected;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.NodeCommand;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.presence.PresenceGroup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for the presence of a hub that is alone, and for its node: remembers what it was told, and answers by that. */
final class PresenceStandIn extends VerticleBase {
    private final List<PresenceCommand> told = new CopyOnWriteArrayList<>();
    private final Map<PresenceGroup, Map<String, ClientInfo>> members = new LinkedHashMap<>();
    private volatile Future<?> opening = Future.succeededFuture();

    @Override
    public Future<?> start() {
        HubBus bus = HubBus.of(vertx);
        return Future.all(
                bus.answer(Addresses.PRESENCE, PresenceCommand.class, this::answer)
                        .completion(),
                bus.answer(Addresses.NODE, NodeCommand.class, command -> order(bus, command))
                        .completion());
    }

    /** From now on it answers nothing before {@code other} is done. */
    void waitsFor(Future<?> other) {
        opening = other;
    }

    /** Everything that it was told of a channel or a user, in order. */
    List<PresenceCommand> told(PresenceGroup group) {
        return told.stream().filter(each -> group.equals(groupOf(each))).toList();
    }

    private static Object groupOf(PresenceCommand command) {
        return switch (command) {
            case PresenceCommand.Enter enter -> enter.group();
            case PresenceCommand.Leave leave -> leave.group();
            case PresenceCommand.Away away -> away.group();
            case PresenceCommand.CleanUp order -> "an order";
            case PresenceCommand.Members question -> "a question";
            case PresenceCommand.Stats question -> "a question";
            case PresenceCommand.Connections question -> "a question";
            case PresenceCommand.DescribeUsers question -> "a question";
            case PresenceCommand.SetStatus order -> "an order";
        };
    }

    private Future<?> answer(PresenceCommand command) {
        told.add(command);
        Object answer = switch (command) {
            case PresenceCommand.Enter enter -> {
                members(enter.group()).putIfAbsent(enter.member().client(), enter.member());
                yield "entered";
            }
            case PresenceCommand.Leave leave -> gone(leave.group(), leave.client());
            case PresenceCommand.Away away -> gone(away.group(), away.client());
            case PresenceCommand.CleanUp order -> "cleaned up";
            case PresenceCommand.Members question -> page(question);
            case PresenceCommand.Stats question -> count(question);
            case PresenceCommand.Connections question -> connections(question.user());
            case PresenceCommand.DescribeUsers question -> new PresenceCommand.UserStatuses(List.of());
            case PresenceCommand.SetStatus order -> new PresenceCommand.UserStatuses(List.of());
        };
        return opening.map(open -> answer);
    }

    private Map<String, ClientInfo> members(PresenceGroup group) {
        return members.computeIfAbsent(group, first -> new LinkedHashMap<>());
    }

    private String gone(PresenceGroup group, String client) {
        members(group).remove(client);
        return "gone";
    }

    private PresenceCommand.MemberPage page(PresenceCommand.Members question) {
        List<ClientInfo> all = List.copyOf(
                members(new PresenceGroup.OfChannel(question.channel())).values());
        return all.size() <= question.limit()
                ? new PresenceCommand.MemberPage(all, "")
                : new PresenceCommand.MemberPage(all.subList(0, question.limit()), "more");
    }

    private PresenceCommand.MemberCount count(PresenceCommand.Stats question) {
        Map<String, ClientInfo> all = members(new PresenceGroup.OfChannel(question.channel()));
        long users = all.values().stream().map(ClientInfo::user).distinct().count();
        return new PresenceCommand.MemberCount(all.size(), (int) users);
    }

    private PresenceCommand.UserConnections connections(String user) {
        return new PresenceCommand.UserConnections(members(new PresenceGroup.OfUser(user)).keySet().stream()
                .map(client -> new PresenceCommand.UserConnection(client, "here", false))
                .toList());
    }

    private static Future<?> order(HubBus bus, NodeCommand command) {
        return command instanceof NodeCommand.OrderAll order
                ? bus.gather(Addresses.CONNECTIONS, order.control(), Affected.class)
                        .map(all -> all.stream().reduce(Affected.NONE, Affected::plus))
                : Future.failedFuture("not expected: " + command);
    }
}
