package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks a few nodes for the slot map and believes the one that knows the highest cluster epoch. Nodes that were seen once
 * are remembered beside the seeds, so that all seeds may die.
 */
final class ClusterTopology implements Topology {

    private static final int ASKED = 4;
    private static final int ENOUGH = 2;
    private static final Pattern EPOCH = Pattern.compile("cluster_current_epoch:(\\d+)");
    private static final Request SLOTS = Request.cmd(Command.CLUSTER).arg("SLOTS");
    private static final Request INFO = Request.cmd(Command.CLUSTER).arg("INFO");

    private final List<Endpoint> seeds;
    private final Connector connector;
    private final LinkEnvironment env;
    private Set<Endpoint> nodes = Set.of();

    ClusterTopology(List<Endpoint> seeds, Connector connector, LinkEnvironment env) {
        this.seeds = seeds;
        this.connector = connector;
        this.env = env;
    }

    @Override
    public Future<SlotMap> resolve() {
        List<Endpoint> asked = someNodes();
        int enough = Math.min(ENOUGH, asked.size());
        return Poll.ask(asked, this::slots, answers -> answers.size() >= enough).map(this::newest);
    }

    private List<Endpoint> someNodes() {
        Set<Endpoint> all = new LinkedHashSet<>(nodes);
        all.addAll(seeds);
        List<Endpoint> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, Random.from(env.random()));
        return shuffled.subList(0, Math.min(ASKED, shuffled.size()));
    }

    private Future<Answer> slots(Endpoint node) {
        return connector
                .openData(node)
                .compose(wire -> Poll.once(wire, env.settings().connectTimeout().toMillis(), SLOTS, INFO))
                .map(replies -> answer(node, replies));
    }

    private SlotMap newest(List<Answer> answers) {
        Answer newest = Collections.max(answers, Comparator.comparingLong(Answer::epoch));
        nodes = newest.nodes();
        if (nodes.isEmpty()) {
            throw new ValkeyUnavailableException(
                    "the cluster nodes " + seeds + " serve no slot; is the cluster formed?");
        }
        return newest.map();
    }

    private static Answer answer(Endpoint asked, List<Response> replies) {
        @Nullable Endpoint[] owners = new @Nullable Endpoint[KeySlot.COUNT];
        Set<Endpoint> nodes = new LinkedHashSet<>();
        for (Response range : replies.get(0)) {
            Endpoint primary = node(range.get(2), asked);
            Arrays.fill(owners, Endpoints.number(range.get(0)), Endpoints.number(range.get(1)) + 1, primary);
            for (int i = 2; i < range.size(); i++) {
                nodes.add(node(range.get(i), asked));
            }
        }
        return new Answer(SlotMap.cluster(owners), nodes, epoch(replies.get(1).toString()));
    }

    private static Endpoint node(Response node, Endpoint asked) {
        @Nullable Response host = node.get(0);
        return Endpoints.orAsked(host == null ? null : host.toString(), Endpoints.number(node.get(1)), asked);
    }

    private static long epoch(String info) {
        Matcher matcher = EPOCH.matcher(info);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    @Override
    public void watch(Runnable hint) {}

    @Override
    public List<NodeHealth> health() {
        return List.of();
    }

    @Override
    public void close() {}

    private record Answer(SlotMap map, Set<Endpoint> nodes, long epoch) {}
}
