package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.Numbers;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One call of a script each, on limits of one slot. */
final class LimitCalls {
    /** A claim is told in one number, which is exact in a double: {@link LimiterStore#MAX_BATCH} rules and any cost. */
    private static final long COST_UNIT = 1024;

    private static final int RETURNED = 3;
    private static final int HELD = 4;
    private static final String CLOCK = "CLOCK";
    private static final int MOST_TRIES = 3;

    private final Valkey valkey;
    private final Keyspace keyspace;
    private final InstantSource clock;
    private final LimitScripts scripts;

    LimitCalls(Valkey valkey, Keyspace keyspace, InstantSource clock, LimitScripts scripts) {
        this.valkey = valkey;
        this.keyspace = keyspace;
        this.clock = clock;
        this.scripts = scripts;
        valkey.preload(scripts.all());
    }

    /** Takes, or looks. */
    Future<List<Taken>> take(List<Ask> asks, boolean isPeek) {
        Claim first = asks.getFirst().claims().getFirst();
        Quota quota = first.limiter().rate().quota();
        boolean isOne = asks.size() == 1 && asks.getFirst().claims().size() == 1;
        return isOne && quota.algorithm() == Algorithm.TOKEN_BUCKET && quota.limit() > 0
                ? takeOne(asks, first, isPeek)
                : takeMany(asks, isPeek);
    }

    private Future<List<Taken>> takeOne(List<Ask> asks, Claim claim, boolean isPeek) {
        Rate rate = claim.limiter().rate();
        List<?> arguments = List.of(
                isPeek ? "peek" : "take",
                rate.text(),
                rate.limit(),
                rate.capacity(),
                rate.periodTicks(),
                rate.tickMicros(),
                claim.cost());
        return valkey.run(scripts.bucket(), List.of(ScriptArguments.key(keyspace, claim.limiter())), arguments, isPeek)
                .compose(reply ->
                        reply.size() == 1 ? takeMany(asks, isPeek) : Future.succeededFuture(taken(asks, reply)));
    }

    private Future<List<Taken>> takeMany(List<Ask> asks, boolean isPeek) {
        ScriptArguments arguments = new ScriptArguments(keyspace);
        for (Ask ask : asks) {
            if (ask.claims().size() > 1 || !ask.id().isEmpty()) {
                arguments.add("n" + ask.claims().size() + " " + ask.id());
            }
            for (Claim claim : ask.claims()) {
                int rule = arguments.limiter(claim.limiter());
                arguments.add(claim.cost() * COST_UNIT + rule * 2L + (claim.isEnforced() ? 0 : 1));
            }
        }
        return run(scripts.take(), arguments, List.of(isPeek ? "peek" : "take"), isPeek)
                .map(reply -> taken(asks, reply));
    }

    private static List<Taken> taken(List<Ask> asks, Response reply) {
        List<Taken> all = new ArrayList<>(asks.size());
        int at = 0;
        for (Ask ask : asks) {
            boolean isAllowed = true;
            List<Reading> readings = new ArrayList<>(ask.claims().size());
            for (Claim claim : ask.claims()) {
                boolean hasWindow = hasWindow(claim);
                long retry = Numbers.at(reply, at);
                Reading reading = new Reading(
                        retry == 0,
                        Numbers.at(reply, at + 1),
                        retry,
                        Numbers.at(reply, at + 2),
                        hasWindow ? Numbers.at(reply, at + 3) : 0);
                isAllowed &= reading.isAllowed() || !claim.isEnforced();
                readings.add(reading);
                at += hasWindow ? 4 : 3;
            }
            all.add(new Taken(isAllowed, readings));
        }
        return all;
    }

    private static boolean hasWindow(Claim claim) {
        return switch (claim.limiter().rate().quota().algorithm()) {
            case FIXED_WINDOW, SLIDING_WINDOW -> true;
            case TOKEN_BUCKET, SLIDING_LOG, CONCURRENCY -> false;
        };
    }

    /** Gives back, or charges. */
    Future<List<Returned>> refund(List<GiveBack> givenBack) {
        ScriptArguments arguments = new ScriptArguments(keyspace);
        for (GiveBack each : givenBack) {
            arguments.add(arguments.limiter(each.limiter()));
            arguments.add(each.amount());
            arguments.add(each.window());
            arguments.add(each.id());
        }
        return run(scripts.refund(), arguments, List.of(), false).map(LimitCalls::returned);
    }

    private static List<Returned> returned(Response reply) {
        List<Returned> all = new ArrayList<>();
        for (int at = 0; at < reply.size(); at += RETURNED) {
            all.add(new Returned(Numbers.at(reply, at), Numbers.at(reply, at + 1), Numbers.at(reply, at + 2)));
        }
        return all;
    }

    /** Reports and changes slices. */
    Future<List<HoldReply>> hold(List<HoldCall> calls) {
        ScriptArguments arguments = new ScriptArguments(keyspace);
        for (HoldCall call : calls) {
            arguments.add(arguments.limiter(call.limiter()));
            arguments.add(call.holder());
            arguments.add(call.request().sequence());
            arguments.add(call.request().spent());
            arguments.add(call.request().confirmed());
            arguments.add(call.request().want());
            arguments.add(call.ttlMillis() * 1000);
        }
        return run(scripts.lease(), arguments, List.of(), true).map(LimitCalls::held);
    }

    private static List<HoldReply> held(Response reply) {
        List<HoldReply> all = new ArrayList<>();
        for (int at = 0; at < reply.size(); at += HELD) {
            all.add(new HoldReply(
                    Numbers.at(reply, at),
                    Numbers.at(reply, at + 1),
                    Numbers.at(reply, at + 2),
                    Numbers.at(reply, at + 3)));
        }
        return all;
    }

    /** Gives back slots. */
    Future<Boolean> release(Limiter limiter, String id) {
        return valkey.run(scripts.release(), List.of(ScriptArguments.key(keyspace, limiter)), List.of(id))
                .map(reply -> reply.toString().equals("1"));
    }

    private Future<Response> run(Script script, ScriptArguments arguments, List<?> first, boolean isRepeatable) {
        return run(script, arguments, first, isRepeatable, clock.millis() * 1000, MOST_TRIES);
    }

    /** Where the server's clock is in none of the windows that were named, again with those around the server's time. */
    private Future<Response> run(
            Script script, ScriptArguments arguments, List<?> first, boolean isRepeatable, long nowMicros, int tries) {
        return valkey.run(script, arguments.keys(), arguments.all(first, nowMicros), isRepeatable)
                .compose(reply -> {
                    if (reply.size() != 2 || !reply.get(0).toString().equals(CLOCK)) {
                        return Future.succeededFuture(reply);
                    }
                    return tries == 1
                            ? Future.failedFuture(new IllegalStateException("the clock of Valkey jumps"))
                            : run(script, arguments, first, isRepeatable, Numbers.at(reply, 1), tries - 1);
                });
    }
}
