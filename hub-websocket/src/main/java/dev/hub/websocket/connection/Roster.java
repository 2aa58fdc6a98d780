package dev.hub.websocket.connection;

import dev.hub.core.bus.ConnectionCommand;
import dev.hub.core.bus.ConnectionCommand.Tell;
import dev.hub.core.bus.ConnectionCommand.Unwatch;
import dev.hub.core.bus.ConnectionCommand.Watch;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.HubBus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Finds the authenticated connections of one event loop by their id, for those who have something for one of them. */
public final class Roster {
    private final HubBus bus;
    private final String address;
    private final IdTable<ClientConnection> connections = new IdTable<>();
    private final Map<UUID, Set<String>> watchers = new HashMap<>();

    /**
     * An empty one.
     *
     * @param address where the loop takes {@link ConnectionCommand}s
     */
    public Roster(HubBus bus, String address) {
        this.bus = bus;
        this.address = address;
    }

    /** Where the loop takes {@link ConnectionCommand}s. */
    public String address() {
        return address;
    }

    void add(UUID client, ClientConnection connection) {
        connections.put(client, connection);
    }

    /** The connection with that id; empty when it is none of ours. */
    Optional<ClientConnection> find(String client) {
        return LoopScope.clientId(client).map(connections::get);
    }

    /** All of them, as they are now. */
    List<ClientConnection> all() {
        List<ClientConnection> all = new ArrayList<>(connections.size());
        connections.forEach(all::add);
        return all;
    }

    void remove(UUID client) {
        connections.remove(client);
        Set<String> tellers = watchers.remove(client);
        if (tellers != null) {
            tellers.forEach(teller -> bus.send(teller, new ConnectionGone(client.toString())));
        }
    }

    /** Does what {@code command} says, to the connection that it names. */
    public void apply(ConnectionCommand command) {
        Optional<UUID> client = LoopScope.clientId(command.client());
        Optional<ClientConnection> connection = client.map(connections::get);
        switch (command) {
            case Tell tell -> connection.ifPresent(here -> here.tell(tell.data()));
            case Watch watch -> {
                if (client.isPresent() && connection.isPresent()) {
                    watchers.computeIfAbsent(client.get(), id -> new LinkedHashSet<>())
                            .add(watch.teller());
                } else {
                    bus.send(watch.teller(), new ConnectionGone(watch.client()));
                }
            }
            case Unwatch unwatch -> client.ifPresent(id -> unwatch(id, unwatch.teller()));
        }
    }

    private void unwatch(UUID client, String teller) {
        Set<String> tellers = watchers.get(client);
        if (tellers != null && tellers.remove(teller) && tellers.isEmpty()) {
            watchers.remove(client);
        }
    }
}
