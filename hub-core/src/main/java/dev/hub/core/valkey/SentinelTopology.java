package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks all sentinels and believes the one with the highest configuration epoch, as soon as a majority has answered: a
 * sentinel that was cut off does not lead back to an old primary. One link to each tells of {@code +switch-master}.
 */
final class SentinelTopology implements Topology {

    private static final Request WATCH = Request.cmd(Command.SUBSCRIBE).arg("+switch-master");

    private final Deployment.Sentinel deployment;
    private final Connector connector;
    private final LinkEnvironment env;
    private final List<Link> watchers = new ArrayList<>();
    private @Nullable Answer known;
    private long knownAt;

    SentinelTopology(Deployment.Sentinel deployment, Connector connector, LinkEnvironment env) {
        this.deployment = deployment;
        this.connector = connector;
        this.env = env;
    }

    @Override
    public Future<SlotMap> resolve(Duration limit) {
        int majority = deployment.sentinels().size() / 2 + 1;
        return Poll.ask(
                        deployment.sentinels(),
                        sentinel -> primary(sentinel, limit),
                        answers -> answers.size() >= majority)
                .map(this::newest);
    }

    private SlotMap newest(List<Answer> answers) {
        Answer newest = Collections.max(answers, Comparator.comparingLong(Answer::epoch));
        Answer before = known;
        long now = env.nanos().getAsLong();
        boolean late = before != null && newest.epoch() < before.epoch() && now - knownAt < DISTRUST_NANOS;
        if (before != null && late) {
            return SlotMap.single(before.primary());
        }
        if (!newest.equals(before)) {
            known = newest;
            knownAt = now;
        }
        return SlotMap.single(newest.primary());
    }

    private Future<Answer> primary(Endpoint sentinel, Duration limit) {
        Request question = Request.cmd(Command.SENTINEL).arg("MASTER").arg(deployment.primaryName());
        return connector
                .openSentinel(sentinel, deployment.credentials(), limit)
                .compose(wire -> Poll.once(wire, limit.toMillis(), question))
                .map(replies -> answer(sentinel, replies.getFirst()))
                .recover(cause -> Future.failedFuture(explained(sentinel, cause)));
    }

    private Throwable explained(Endpoint sentinel, Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("No such master")
                ? new ValkeyUnavailableException(
                        "sentinel " + sentinel + " knows no primary named \"" + deployment.primaryName() + "\"")
                : new ValkeyUnavailableException("sentinel " + sentinel + ": " + text);
    }

    private static Answer answer(Endpoint sentinel, Response fields) {
        String host = fields.get("ip").toString();
        int port = Endpoints.number(fields.get("port"));
        return new Answer(
                Endpoints.orAsked(host, port, sentinel),
                Long.parseLong(fields.get("config-epoch").toString()));
    }

    @Override
    public void moved(int slot, Endpoint owner) {}

    @Override
    public void watch(Runnable hint) {
        for (Endpoint sentinel : deployment.sentinels()) {
            watchers.add(new Link(sentinel, "sentinel", env, new Watcher(hint)).start());
        }
    }

    @Override
    public List<NodeHealth> health() {
        return watchers.stream().map(Link::health).toList();
    }

    @Override
    public void close() {
        watchers.forEach(Link::close);
        watchers.clear();
    }

    private record Answer(Endpoint primary, long epoch) {}

    /** Hears of a new primary. Subscribing again is the heartbeat. */
    private final class Watcher implements LinkOwner {

        private final Runnable hint;

        Watcher(Runnable hint) {
            this.hint = hint;
        }

        @Override
        public Future<Wire> open(Link link) {
            return connector.openSentinel(link.endpoint(), deployment.credentials(), link.connectLimit());
        }

        @Override
        public Future<Void> prepare(Link link, Wire wire) {
            return Future.succeededFuture();
        }

        @Override
        public void beat(Link link, Wire wire) {
            link.write(WATCH);
        }

        @Override
        public void ready(Link link) {
            link.write(WATCH);
            hint.run();
        }

        @Override
        public void lost(Link link, Fault fault) {}

        @Override
        public void push(Link link, Response push) {
            link.beatAnswered();
            @Nullable
            String kind = push.isArray() && push.size() == 3 ? push.get(0).toString() : null;
            if ("message".equals(kind) && push.get(2).toString().startsWith(deployment.primaryName() + " ")) {
                hint.run();
            }
        }
    }
}
