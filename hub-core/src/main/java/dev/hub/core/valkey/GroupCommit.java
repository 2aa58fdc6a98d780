package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lane on which a command is answered only when replicas have what it wrote: all commands that wait travel together,
 * followed by one WAIT, which holds up its whole connection; meanwhile the next group gathers. Confined to one event loop.
 */
final class GroupCommit implements Lane {
    private final Link link;
    private final LinkEnvironment env;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean busy;

    /** {@code link} is used for nothing else. */
    GroupCommit(Link link, LinkEnvironment env) {
        this.link = link;
        this.env = env;
    }

    @Override
    public Endpoint endpoint() {
        return link.endpoint();
    }

    @Override
    public ServerFacts facts() {
        return link.facts();
    }

    @Override
    public void condemn(Fault fault) {
        link.condemn(fault);
    }

    @Override
    public Future<@Nullable Response> send(Request request) {
        return enqueue(request, false);
    }

    @Override
    public Future<@Nullable Response> sendAsking(Request request) {
        return enqueue(request, true);
    }

    private Future<@Nullable Response> enqueue(Request request, boolean asking) {
        if (waiting.size() >= most()) {
            return Future.failedFuture(ValkeyUnavailableException.full("valkey " + endpoint() + ": " + waiting.size()
                    + " durable commands wait for replicas, which is the limit"));
        }
        Waiting entry = new Waiting(request, asking, facts(), Promise.promise());
        waiting.add(entry);
        if (!busy) {
            busy = true;
            // At the end of this turn, so that what it brings travels together.
            env.context().runOnContext(nothing -> commit());
        }
        return entry.promise.future();
    }

    /** Half of what a link takes, so that WAIT always finds room behind a group. */
    private int most() {
        return Math.max(1, env.settings().maxInFlight() / 2);
    }

    private void commit() {
        List<Waiting> group = waiting;
        waiting = new ArrayList<>();
        List<Future<@Nullable Response>> answers = new ArrayList<>(group.size());
        group.forEach(entry -> answers.add(begin(entry)));
        DurableSettings durable = env.settings().durable();
        Request wait = Request.cmd(Command.WAIT)
                .arg(durable.replicas())
                .arg(durable.timeout().toMillis());
        link.send(wait).onComplete((count, cause) -> {
            @Nullable ValkeyException doubt = cause == null ? tooFew(count) : unanswered(cause);
            for (int i = 0; i < group.size(); i++) {
                settle(group.get(i), answers.get(i), doubt);
            }
            proceed();
        });
    }

    private void proceed() {
        if (waiting.isEmpty()) {
            busy = false;
        } else {
            commit();
        }
    }

    /** What was made for one life of the server must not reach another, where it would pass for its own. */
    private Future<@Nullable Response> begin(Waiting entry) {
        if (!entry.facts.equals(facts())) {
            return Future.failedFuture(new ValkeyUnavailableException(
                    "valkey " + endpoint() + ": the server was started or promoted anew"));
        }
        return entry.asking ? link.sendAsking(entry.request) : link.send(entry.request);
    }

    private static void settle(Waiting entry, Future<@Nullable Response> answer, @Nullable ValkeyException doubt) {
        answer.onComplete((response, cause) -> {
            if (cause != null) {
                entry.promise.fail(cause);
            } else if (doubt != null) {
                entry.promise.fail(doubt);
            } else {
                entry.promise.complete(response);
            }
        });
    }

    private @Nullable ValkeyException tooFew(@Nullable Response count) {
        long confirmed = count == null ? 0 : Long.parseLong(count.toString());
        DurableSettings durable = env.settings().durable();
        return confirmed >= durable.replicas()
                ? null
                : new ValkeyUnconfirmedException("valkey " + endpoint() + ": " + confirmed + " of " + durable.replicas()
                        + " replica(s) confirmed within " + durable.timeout().toMillis()
                        + " ms; whether a failover would keep it is unknown");
    }

    private ValkeyException unanswered(Throwable cause) {
        return cause instanceof ValkeyException known && known.isOutcomeUnknown()
                ? known
                : new ValkeyLostException("valkey " + endpoint() + ": waiting for replicas failed: "
                        + cause.getMessage() + "; whether the command was done is unknown");
    }

    /** A command with what was known of the server when it was made. */
    private record Waiting(Request request, boolean asking, ServerFacts facts, Promise<@Nullable Response> promise) {}
}
