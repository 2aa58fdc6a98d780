package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Asks a few nodes for the slot map and, slot by slot, believes the one that names the owner of the highest configuration
 * epoch, as the nodes themselves do. Nodes that were seen once are remembered beside the seeds, so that all seeds may die.
 */
final class ClusterTopology implements Topology {

    private static final int ASKED = 4;
    private static final int ENOUGH = 2;
    private static final Request SLOTS = Request.cmd(Command.CLUSTER).arg("SLOTS");
    private static final Request NODES = Request.cmd(Command.CLUSTER).arg("NODES");

    private final List<Endpoint> seeds;
    private final Connector connector;
    private final LinkEnvironment env;
    private final SlotClaims known = new SlotClaims();
    private Set<Endpoint> nodes = Set.of();
    private long changedAt;

    ClusterTopology(List<Endpoint> seeds, Connector connector, LinkEnvironment env) {
        this.seeds = seeds;
        this.connector = connector;
        this.env = env;
        this.changedAt = env.nanos().getAsLong() - DISTRUST_NANOS;
    }

    @Override
    public Future<SlotMap> resolve(Duration limit) {
        List<Endpoint> asked = someNodes();
        int enough = Math.min(ENOUGH, asked.size());
        return Poll.ask(asked, node -> claims(node, limit), answers -> answers.size() >= enough)
                .map(this::believe);
    }

    private List<Endpoint> someNodes() {
        Set<Endpoint> all = new LinkedHashSet<>(nodes);
        all.addAll(seeds);
        List<Endpoint> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, Random.from(env.random()));
        return shuffled.subList(0, Math.min(ASKED, shuffled.size()));
    }

    private Future<Answer> claims(Endpoint node, Duration limit) {
        return connector
                .openData(node, limit)
                .compose(wire -> Poll.once(wire, limit.toMillis(), SLOTS, NODES))
                .map(replies -> answer(node, replies));
    }

    private SlotMap believe(List<Answer> answers) {
        SlotClaims newest = new SlotClaims();
        Set<Endpoint> seen = new LinkedHashSet<>();
        for (Answer answer : answers) {
            newest.merge(answer.claims(), true);
            seen.addAll(answer.nodes());
        }
        if (seen.isEmpty()) {
            throw new ValkeyUnavailableException(
                    "the cluster nodes " + seeds + " serve no slot; is the cluster formed?");
        }
        nodes = seen;
        long now = env.nanos().getAsLong();
        if (known.merge(newest, now - changedAt < DISTRUST_NANOS)) {
            changedAt = now;
        }
        return known.toMap();
    }

    private static Answer answer(Endpoint asked, List<Response> replies) {
        ConfigEpochs epochs = ConfigEpochs.parse(replies.get(1).toString());
        SlotClaims claims = new SlotClaims();
        Set<Endpoint> nodes = new LinkedHashSet<>();
        for (Response range : replies.get(0)) {
            Response primary = range.get(2);
            claims.claim(
                    Endpoints.number(range.get(0)),
                    Endpoints.number(range.get(1)),
                    node(primary, asked),
                    epochs.of(primary.get(2).toString()));
            for (int i = 2; i < range.size(); i++) {
                nodes.add(node(range.get(i), asked));
            }
        }
        return new Answer(claims, nodes);
    }

    private static Endpoint node(Response node, Endpoint asked) {
        Response host = node.get(0);
        return Endpoints.orAsked(host == null ? null : host.toString(), Endpoints.number(node.get(1)), asked);
    }

    @Override
    public void moved(int slot, Endpoint owner) {
        if (known.move(slot, owner)) {
            changedAt = env.nanos().getAsLong();
        }
    }

    @Override
    public void watch(Runnable hint) {}

    @Override
    public List<NodeHealth> health() {
        return List.of();
    }

    @Override
    public void close() {}

    private record Answer(SlotClaims claims, Set<Endpoint> nodes) {}
}
