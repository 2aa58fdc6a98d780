package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;

/** One address; or several, of which the first that is a primary counts. */
final class StandaloneTopology implements Topology {

    private final List<Endpoint> endpoints;
    private final Connector connector;

    StandaloneTopology(List<Endpoint> endpoints, Connector connector) {
        this.endpoints = endpoints;
        this.connector = connector;
    }

    @Override
    public Future<SlotMap> resolve(Duration limit) {
        if (endpoints.size() == 1) {
            return Future.succeededFuture(SlotMap.single(endpoints.getFirst()));
        }
        return Poll.ask(
                        endpoints,
                        endpoint -> role(endpoint, limit),
                        answers -> answers.stream().anyMatch(Answer::isPrimary))
                .map(this::firstPrimary);
    }

    private Future<Answer> role(Endpoint endpoint, Duration limit) {
        return connector
                .openData(endpoint, limit)
                .compose(wire -> Poll.once(wire, limit.toMillis(), Request.cmd(Command.ROLE)))
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
