package dev.hub.verticles.presence;

import dev.hub.core.bus.PresenceCommand.Connections;
import dev.hub.core.bus.PresenceCommand.DescribeUsers;
import dev.hub.core.bus.PresenceCommand.MemberCount;
import dev.hub.core.bus.PresenceCommand.MemberPage;
import dev.hub.core.bus.PresenceCommand.Members;
import dev.hub.core.bus.PresenceCommand.SetStatus;
import dev.hub.core.bus.PresenceCommand.Stats;
import dev.hub.core.bus.PresenceCommand.UserConnection;
import dev.hub.core.bus.PresenceCommand.UserConnections;
import dev.hub.core.bus.PresenceCommand.UserStatus;
import dev.hub.core.bus.PresenceCommand.UserStatuses;
import dev.hub.core.channel.ClientInfo;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.presence.GroupRead;
import dev.hub.core.presence.PresenceGroup.OfChannel;
import dev.hub.core.presence.PresenceGroup.OfUser;
import dev.hub.core.presence.PresenceStore;
import dev.hub.core.presence.UserRead;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Answers who is where. What was entered here before is in the answer. */
final class PresenceReads {
    /** Most members that one script looks up. */
    private static final int MAX_PAGE = 1000;

    private final PresenceStore store;
    private final GroupBook book;
    private final LocalGroups groups;
    private final Aftermath aftermath;
    private final UsersConfig users;

    PresenceReads(PresenceStore store, GroupBook book, LocalGroups groups, Aftermath aftermath, UsersConfig users) {
        this.store = store;
        this.book = book;
        this.groups = groups;
        this.aftermath = aftermath;
        this.users = users;
    }

    Future<MemberPage> members(Members command) {
        book.requirePresence(command.channel());
        OfChannel group = new OfChannel(command.channel());
        return groups.settled(group)
                .compose(settled -> members(group, command.after(), command.limit(), new ArrayList<>()));
    }

    private Future<MemberPage> members(OfChannel group, String after, int limit, List<ClientInfo> before) {
        int most = Math.min(limit - before.size(), MAX_PAGE);
        return store.read(book.placeOf(group), after, most).compose(read -> {
            before.addAll(read.members());
            return read.next().isEmpty() || before.size() >= limit
                    ? Future.succeededFuture(new MemberPage(before, read.next()))
                    : members(group, read.next(), limit, before);
        });
    }

    Future<MemberCount> stats(Stats command) {
        book.requirePresence(command.channel());
        OfChannel group = new OfChannel(command.channel());
        return groups.settled(group)
                .compose(settled -> store.read(book.placeOf(group), "", 0))
                .map(PresenceReads::count);
    }

    private static MemberCount count(GroupRead read) {
        return new MemberCount(read.clients(), read.users());
    }

    Future<UserConnections> connections(Connections command) {
        return user(command.user())
                .map(read -> new UserConnections(read.connections().stream()
                        .map(each -> new UserConnection(each.client(), each.node(), each.away()))
                        .toList()));
    }

    Future<UserStatuses> describe(DescribeUsers command) {
        return Future.all(command.users().stream()
                        .map(user -> user(user).map(read -> status(user, read)))
                        .toList())
                .map(all -> new UserStatuses(all.list()));
    }

    Future<UserStatuses> setStatus(SetStatus command) {
        requireUsers();
        return store.setStatus(
                        command.user(), command.status(), users.statusTtl().toMillis())
                .compose(read -> aftermath
                        .publishStatus(command.user(), read)
                        .map(told -> new UserStatuses(List.of(status(command.user(), read)))));
    }

    private Future<UserRead> user(String user) {
        requireUsers();
        return groups.settled(new OfUser(user)).compose(settled -> store.user(user));
    }

    private void requireUsers() {
        if (!users.presence()) {
            throw HubException.of(ErrorCode.NOT_AVAILABLE);
        }
    }

    private static UserStatus status(String user, UserRead read) {
        int connections = read.connections().size();
        return new UserStatus(user, connections, connections > 0 ? read.nowMillis() : read.seenMillis(), read.status());
    }
}
