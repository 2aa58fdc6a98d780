package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;

/** One address; or several, of which the first that is a primary counts. */
final class StandaloneTopology implements Topology {

    private final List<Endpoint> endpoints;
    private final Connector connector;
    private final LinkEnvironment env;

    StandaloneTopology(List<Endpoint> endpoints, Connector connector, LinkEnvironment env) {
        this.endpoints = endpoints;
        this.connector = connector;
        this.env = env;
    }

    @Override
    public Future<SlotMap> resolve() {
        if (endpoints.size() == 1) {
            return Future.succeededFuture(SlotMap.single(endpoints.getFirst()));
        }
        return Poll.ask(endpoints, this::role, answers -> answers.stream().anyMatch(Answer::isPrimary))
                .map(this::firstPrimary);
    }

    private Future<Answer> role(Endpoint endpoint) {
        long limit = env.settings().connectTimeout().toMillis();
        return connector
                .openData(endpoint)
                .compose(wire -> Poll.once(wire, limit, Request.cmd(Command.ROLE)))
                .map(replies -> new Answer(
                        endpoint, replies.getFirst().get(0).toString().equals("master")));
    }

    private SlotMap firstPrimary(List<Answer> answers) {
        for (Endpoint endpoint : endpoints) {
            if (answers.contains(new Answer(endpoint, true))) {
                return SlotMap.single(endpoint);
            }
        }
        throw new ValkeyUnavailableException("none of the Valkey servers " + endpoints + " is a primary");
    }

    @Override
    public void moved(int slot, Endpoint owner) {}

    @Override
    public void watch(Runnable hint) {}

    @Override
    public List<NodeHealth> health() {
        return List.of();
    }

    @Override
    public void close() {}

    private record Answer(Endpoint endpoint, boolean isPrimary) {}
}
