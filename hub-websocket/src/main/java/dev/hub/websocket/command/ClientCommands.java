package dev.hub.websocket.command;

import dev.hub.core.bus.Authorities;
import dev.hub.core.bus.HubBus;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.websocket.access.ChannelRights;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.access.UserLimits;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.CommandRunner;
import dev.hub.websocket.connection.Outcome;
import dev.hub.websocket.connection.Subscription;
import dev.hub.websocket.limit.LoopLimits;
import dev.hub.websocket.limit.Shedding;
import dev.hub.websocket.metering.LoopCounters;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Hands each command to what carries it out. */
public final class ClientCommands implements CommandRunner {
    private final Connecting connecting;
    private final Subscribing subscribing;
    private final Refreshing refreshing;
    private final Publishing publishing;
    private final Reading reading;
    private final Observing observing;
    private final Calling calling;
    private final Renewing renewing;
    private final Limiting limiting;
    private final Limiting.Execution execution = this::execute;

    /**
     * The commands of one event loop's clients.
     *
     * @param bounds how many connections each user may have, and how much each connection may do
     * @param version of the hub, told to clients
     */
    public ClientCommands(HubBus bus, ClientAccess access, Bounds bounds, LoopCounters counters, String version) {
        ChannelRights rights = new ChannelRights(access);
        this.limiting = new Limiting(bus, bounds, new CommandFacts(access.namespaces()));
        Authorities authorities = new Authorities(bus, access.callbacks());
        this.renewing = new Renewing(authorities, rights);
        this.subscribing = new Subscribing(access, rights, authorities, renewing);
        UserAdmission users = new UserAdmission(bus, bounds.users(), limiting);
        this.connecting = new Connecting(access, authorities, subscribing, users, version);
        this.refreshing = new Refreshing(access, version);
        this.publishing = new Publishing(bus, authorities, rights);
        this.reading = new Reading(bus, rights);
        this.observing = new Observing(bus, rights);
        this.calling = new Calling(
                bus,
                rights,
                authorities,
                new Calling.Guards(new Consuming(access, subscribing), new Queueing(access)),
                counters);
    }

    /**
     * How much clients may do.
     *
     * @param users how many connections each may have
     * @param limits the rules on rates
     * @param shedding what is refused while this instance has more to do than it can
     * @param abuseLimit how often these may refuse one connection within 10 s before it is closed; 0 for any number
     */
    public record Bounds(UserLimits users, LoopLimits limits, Shedding shedding, int abuseLimit) {}

    @Override
    public Future<Outcome> run(ClientConnection connection, Command command) {
        return limiting.run(connection, command, execution);
    }

    private Future<Outcome> execute(ClientConnection connection, Command command) {
        return switch (command) {
            case Command.Connect connect -> connecting.connect(connection, connect);
            case Command.Subscribe subscribe -> subscribing.subscribe(connection, subscribe);
            case Command.Unsubscribe unsubscribe -> subscribing.unsubscribe(connection, unsubscribe);
            case Command.Publish publish -> publishing.publish(connection, publish);
            case Command.Rpc rpc -> calling.call(connection, rpc);
            case Command.Send send -> calling.send(connection, send);
            case Command.Refresh refresh -> refreshing.refresh(connection, refresh);
            case Command.SubRefresh refresh -> refreshing.refresh(connection, refresh);
            case Command.Presence presence -> observing.presence(connection, presence);
            case Command.PresenceStats stats -> observing.stats(connection, stats);
            case Command.History history -> reading.history(connection, history);
            case Command.Ping ping -> Verdicts.hangUp(CloseCode.BAD_REQUEST);
            case Command.Pong pong -> Verdicts.hangUp(CloseCode.BAD_REQUEST);
        };
    }

    @Override
    public void giveBack(String lease) {
        limiting.giveBack(lease);
    }

    @Override
    public Future<?> renew(ClientConnection connection, @Nullable Subscription what) {
        return renewing.renew(connection, what);
    }
}
