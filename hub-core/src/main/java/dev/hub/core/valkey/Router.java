package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Brings a command to the owner of its slot and follows redirections. A command is sent again only when the server said
 * that it did nothing, or when it may run twice; and only until the command timeout is over.
 */
final class Router {

    private static final int QUICK_REDIRECTS = 2;
    private static final int TRIES_AT_TARGET = 4;
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 160;

    private final Lanes lanes;
    private final TopologyKeeper keeper;
    private final LinkEnvironment env;
    private int waiting;

    Router(Lanes lanes, TopologyKeeper keeper, LinkEnvironment env) {
        this.lanes = lanes;
        this.keeper = keeper;
        this.env = env;
    }

    /** Sends once, redirections apart. */
    Future<@Nullable Response> send(int slot, Request request) {
        return start(new Call(slot, server -> request, null, Repetition.NEVER));
    }

    /** Runs a script by its name, and by its text where it is not known. */
    Future<@Nullable Response> run(int slot, ScriptCall script, Repetition repetition) {
        return start(new Call(slot, script::byName, script::full, repetition));
    }

    private Future<@Nullable Response> start(Call call) {
        attempt(call);
        return call.promise.future();
    }

    private void attempt(Call call) {
        @Nullable Endpoint target = call.target;
        @Nullable Lane lane = target == null ? lanes.owner(call.slot) : lanes.guest(target);
        if (lane == null) {
            settle(call, new ValkeyUnavailableException(ownerless(call.slot)));
            return;
        }
        Request request = call.command.apply(lane.facts());
        Future<@Nullable Response> answer = call.asking ? lane.sendAsking(request) : lane.send(request);
        answer.onComplete((response, cause) -> {
            if (cause == null) {
                call.promise.complete(response);
            } else {
                failed(call, lane, cause);
            }
        });
    }

    private String ownerless(int slot) {
        String problem = keeper.problem();
        return problem.isEmpty() ? "no Valkey node serves slot " + slot : problem;
    }

    private void failed(Call call, Lane lane, Throwable cause) {
        if (!(cause instanceof ValkeyException failure)) {
            call.promise.fail(cause);
            return;
        }
        switch (failure) {
            case ValkeyReplyException reply -> refused(call, lane, reply);
            case ValkeyUnavailableException unavailable -> settle(call, unavailable);
            case ValkeyTimeoutException timeout -> unknown(call, timeout);
            case ValkeyLostException lost -> unknown(call, lost);
            case ValkeyUnconfirmedException unconfirmed -> call.promise.fail(unconfirmed);
        }
    }

    private void unknown(Call call, ValkeyException cause) {
        call.unknown = cause;
        call.target = null;
        call.asking = false;
        if (call.repetition.isAfterUnknown()) {
            later(call, cause);
        } else {
            call.promise.fail(cause);
        }
    }

    /** A first try in general fails at once; what was redirected or may be repeated waits for its link a little. */
    private void settle(Call call, ValkeyUnavailableException cause) {
        if (call.tries == 0 && !call.repetition.isUntilTaken()) {
            call.promise.fail(cause);
        } else {
            later(call, cause);
        }
    }

    private void refused(Call call, Lane lane, ValkeyReplyException reply) {
        Fault fault = Fault.of(String.valueOf(reply.getMessage()), lane.endpoint());
        switch (fault) {
            case Fault.Moved moved -> {
                keeper.moved(moved.slot(), moved.target());
                redirect(call, moved.target(), false, reply);
            }
            case Fault.Ask ask -> redirect(call, ask.target(), true, reply);
            case Fault.TryAgain again -> later(call, reply);
            case Fault.NoScript unknown -> byText(call, reply);
            case Fault.Elsewhere elsewhere -> {
                lane.condemn(elsewhere);
                keeper.suspect();
                unable(call, "valkey " + lane.endpoint() + ": " + elsewhere.text());
            }
            case Fault.Later later -> {
                keeper.suspect();
                unable(call, "valkey " + lane.endpoint() + ": " + later.text());
            }
            case Fault.Fatal fatal -> give(call, reply);
            case Fault.Refused answer -> give(call, reply);
        }
    }

    /** What was sent once with an unknown outcome is not given up because the server is not able just now. */
    private void unable(Call call, String reason) {
        ValkeyUnavailableException cause = new ValkeyUnavailableException(reason);
        if (call.unknown != null || call.repetition.isUntilTaken()) {
            call.target = null;
            call.asking = false;
            later(call, cause);
        } else {
            give(call, cause);
        }
    }

    private void byText(Call call, ValkeyReplyException reply) {
        @Nullable Function<ServerFacts, Request> full = call.full;
        if (full == null) {
            give(call, reply);
            return;
        }
        call.command = full;
        call.full = null;
        attempt(call);
    }

    private void redirect(Call call, Endpoint target, boolean asking, ValkeyReplyException reply) {
        call.target = target;
        call.asking = asking;
        call.tries++;
        if (call.tries <= QUICK_REDIRECTS) {
            attempt(call);
        } else {
            later(call, reply);
        }
    }

    private void later(Call call, ValkeyException cause) {
        call.tries++;
        if (call.tries > TRIES_AT_TARGET) {
            call.target = null;
            call.asking = false;
        }
        long pause = Math.min(FIRST_PAUSE_MILLIS << Math.min(call.tries, 10), LONGEST_PAUSE_MILLIS);
        long jittered = pause / 2 + env.random().nextLong(pause / 2 + 1);
        boolean inTime = env.nanos().getAsLong() + jittered * 1_000_000 - call.deadline < 0;
        if (!inTime || waiting >= env.settings().maxInFlight()) {
            give(call, cause);
            return;
        }
        waiting++;
        env.after(jittered, () -> {
            waiting--;
            attempt(call);
        });
    }

    /** Ends the call; an unknown outcome of an earlier try is what the caller has to know. */
    private static void give(Call call, ValkeyException cause) {
        call.promise.fail(call.unknown == null ? cause : call.unknown);
    }

    private final class Call {

        final int slot;
        final Repetition repetition;
        final Promise<@Nullable Response> promise = Promise.promise();
        final long deadline =
                env.nanos().getAsLong() + env.settings().commandTimeout().toNanos();
        Function<ServerFacts, Request> command;

        @Nullable
        Function<ServerFacts, Request> full;

        @Nullable
        Endpoint target;

        @Nullable
        ValkeyException unknown;

        boolean asking;
        int tries;

        /** {@code full} replaces {@code command} where a server does not know the script; null for no script. */
        Call(
                int slot,
                Function<ServerFacts, Request> command,
                @Nullable Function<ServerFacts, Request> full,
                Repetition repetition) {
            this.slot = slot;
            this.command = command;
            this.full = full;
            this.repetition = repetition;
        }
    }
}
