package dev.hub.websocket.command;

import dev.hub.core.bus.ConnectionFilter;
import dev.hub.core.bus.ConnectionInfo;
import dev.hub.core.bus.InstanceQuestion.Answer;
import dev.hub.core.bus.InstanceQuestion.ChannelLoad;
import dev.hub.core.bus.InstanceQuestion.ListChannels;
import dev.hub.core.bus.InstanceQuestion.ListConnections;
import dev.hub.core.bus.InstanceQuestion.Listing;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.pattern.NameGlob;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.FirstFew;
import dev.hub.websocket.connection.LoopScope;
import dev.hub.websocket.connection.Session;
import java.util.Comparator;

/**
 * Tells what one event loop holds. An answer costs one look at each connection, or channel, of the loop; a look at the
 * connections of one user costs no more than that.
 */
public final class Listings {
    private final LoopScope scope;

    /** What {@code scope} holds. */
    public Listings(LoopScope scope) {
        this.scope = scope;
    }

    /** The answer of this loop, in order. */
    public Answer answer(Listing question) {
        return switch (question) {
            case ListConnections list -> connections(list);
            case ListChannels list -> channels(list);
        };
    }

    private Answer connections(ListConnections list) {
        FirstFew<ClientConnection> first =
                new FirstFew<>(Comparator.comparing(each -> each.session().client()), list.limit());
        ConnectionFilter filter = list.filter();
        (filter.user().isEmpty() ? scope.connected() : scope.ofUser(filter.user()))
                .stream()
                        .filter(each -> each.session().client().compareTo(list.after()) > 0)
                        .filter(each -> fits(each, filter))
                        .forEach(first::offer);
        return new Answer.Connections(
                first.inOrder().stream().map(Listings::describe).toList());
    }

    private static boolean fits(ClientConnection connection, ConnectionFilter filter) {
        Session session = connection.session();
        return fits(filter.client(), session.client())
                && fits(filter.name(), session.app().name())
                && (filter.ip().isEmpty() || filter.ip().equals(connection.address()))
                && isSubscribed(connection, filter.channel());
    }

    private static boolean fits(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    private static boolean isSubscribed(ClientConnection connection, String channel) {
        return channel.isEmpty()
                || (ChannelName.faultOf(channel).isEmpty()
                        && connection.subscriptions().find(new ChannelName(channel)) != null);
    }

    private static ConnectionInfo describe(ClientConnection connection) {
        Session session = connection.session();
        return new ConnectionInfo(
                session.client(),
                session.user(),
                session.app().name(),
                session.app().version(),
                connection.address(),
                connection.transport(),
                session.connectedAt(),
                connection.subscriptions().names(ConnectionInfo.MAX_CHANNELS),
                connection.subscriptions().count());
    }

    private Answer channels(ListChannels list) {
        FirstFew<ChannelLoad> first = new FirstFew<>(Comparator.comparing(ChannelLoad::channel), list.limit());
        NameGlob glob = new NameGlob(list.pattern());
        scope.channels((name, subscribers) -> {
            if (name.compareTo(list.after()) > 0 && glob.matches(name)) {
                first.offer(new ChannelLoad(name, subscribers));
            }
        });
        return new Answer.Channels(first.inOrder());
    }
}
