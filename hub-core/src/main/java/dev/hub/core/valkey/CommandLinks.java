package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One link for one use to each primary, made and ended as the slot map changes. Confined to one event loop. */
final class CommandLinks implements LinkOwner, Lanes {

    /** How long a node that serves no slot (yet) keeps its link after a redirection to it. */
    private static final long GUEST_NANOS = 30_000_000_000L;

    private final String use;
    private final LinkEnvironment env;
    private final Connector connector;
    private final TopologyKeeper keeper;
    private final boolean cluster;
    private final Runnable changed;
    private final Map<Endpoint, Link> links = new LinkedHashMap<>();
    private final Map<Endpoint, Long> guests = new LinkedHashMap<>();
    private final Map<String, Script> scripts = new LinkedHashMap<>();
    private boolean closed;

    /**
     * Not connected before the topology changes, or {@link #reconcile()} is called.
     *
     * @param use what the links are for, in logs and health
     * @param changed runs whenever a link may have become READY or broken
     */
    CommandLinks(
            String use,
            LinkEnvironment env,
            Connector connector,
            TopologyKeeper keeper,
            boolean cluster,
            Runnable changed) {
        this.use = use;
        this.env = env;
        this.connector = connector;
        this.keeper = keeper;
        this.cluster = cluster;
        this.changed = changed;
        keeper.onChange(this::reconcile);
    }

    @Override
    public @Nullable Link owner(int slot) {
        Endpoint owner = keeper.map().owner(slot);
        return owner == null ? null : links.get(owner);
    }

    @Override
    public Link guest(Endpoint endpoint) {
        guests.put(endpoint, env.nanos().getAsLong());
        return ensure(endpoint);
    }

    /** How the owner of a slot lets publish. */
    PubSubMode mode(int slot) {
        Link owner = owner(slot);
        return owner == null ? PubSubMode.CLASSIC : owner.facts().mode();
    }

    /** Whether every slot has an owner with a READY link. */
    boolean isReady() {
        if (!keeper.map().isComplete()) {
            return false;
        }
        for (Endpoint primary : keeper.map().primaries()) {
            Link link = links.get(primary);
            if (link == null || !link.isReady()) {
                return false;
            }
        }
        return true;
    }

    /** Whether some slot has an owner with a READY link. */
    boolean isServing() {
        for (Endpoint primary : keeper.map().primaries()) {
            Link link = links.get(primary);
            if (link != null && link.isReady()) {
                return true;
            }
        }
        return false;
    }

    /** Loads the script on every primary, now and whenever a link becomes READY. */
    void remember(Script script) {
        if (scripts.putIfAbsent(script.sha1(), script) == null) {
            links.values().forEach(link -> link.send(load(script)).otherwiseEmpty());
        }
    }

    List<NodeHealth> health() {
        return links.values().stream().map(Link::health).toList();
    }

    void close() {
        closed = true;
        links.values().forEach(Link::close);
        links.clear();
    }

    private Link ensure(Endpoint endpoint) {
        Link known = links.get(endpoint);
        if (known != null && !known.isClosed()) {
            return known;
        }
        Link made = new Link(endpoint, use, env, this);
        links.put(endpoint, made);
        return made.start();
    }

    /** A node that a redirection named, that serves no slot and cannot be reached is given up some day. */
    private void endOldGuest(Link link) {
        Long since = guests.get(link.endpoint());
        boolean serves = keeper.map().primaries().contains(link.endpoint());
        if (!serves && since != null && env.nanos().getAsLong() - since > GUEST_NANOS) {
            guests.remove(link.endpoint());
            links.remove(link.endpoint());
            link.close();
        }
    }

    /** Makes and ends links as the slot map says. */
    void reconcile() {
        if (closed) {
            return;
        }
        Set<Endpoint> primaries = keeper.map().primaries();
        long now = env.nanos().getAsLong();
        guests.values().removeIf(since -> now - since > GUEST_NANOS);
        for (Link link : List.copyOf(links.values())) {
            if (!primaries.contains(link.endpoint()) && !guests.containsKey(link.endpoint())) {
                links.remove(link.endpoint());
                link.retire();
            }
        }
        primaries.forEach(this::ensure);
        changed.run();
    }

    @Override
    public Future<Wire> open(Link link) {
        return connector.openData(link.endpoint(), link.connectLimit());
    }

    @Override
    public Future<Void> prepare(Link link, Wire wire) {
        List<Future<?>> steps = new ArrayList<>();
        steps.add(Checks.primary(link.endpoint(), wire));
        steps.add(ServerFacts.learn(wire, cluster).onSuccess(facts -> link.learn(wire, facts)));
        for (Script script : scripts.values()) {
            steps.add(wire.send(load(script)));
        }
        return Future.all(steps).mapEmpty();
    }

    private static Request load(Script script) {
        return Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.source());
    }

    @Override
    public void beat(Link link, Wire wire) {
        ServerFacts.info(wire, "replication").onSuccess(info -> {
            link.beatAnswered();
            reviewed(link, wire, info);
        });
    }

    /** A server may have been replica for a while, or get another replication id, without the socket being closed. */
    private void reviewed(Link link, Wire wire, String replication) {
        String role = ServerFacts.field(replication, "role");
        if (role.equals("master")) {
            link.learn(wire, link.facts().withReplicationId(ServerFacts.field(replication, "master_replid")));
        } else {
            link.condemn(new Fault.Elsewhere(
                    "valkey " + link.endpoint() + ": is not a primary any more (its role is " + role + ")"));
            keeper.suspect();
        }
    }

    @Override
    public void ready(Link link) {
        changed.run();
    }

    @Override
    public void lost(Link link, Fault fault) {
        endOldGuest(link);
        keeper.suspect();
        changed.run();
    }

    @Override
    public void push(Link link, Response push) {
        // Nothing is subscribed here; a server may still announce things of its own.
    }
}
