package dev.hub.core.ratelimit.store;

import static dev.hub.core.testkit.Completed.await;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.Period;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Rate;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link LimiterStore} for tests that run on a plain thread, with the server's clock or one that is set. */
final class LimitGround implements AutoCloseable {
    final Vertx vertx = Vertx.vertx();
    final Keyspace keys;
    final Valkey valkey;
    final LimiterStore store;
    private final String clockKey;
    private volatile long micros;

    private LimitGround(String url, String prefix, boolean isClockSet) {
        keys = new Keyspace(prefix);
        clockKey = prefix + "clock";
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), patient(LinkSettings.forTests()));
        LimitScripts scripts = isClockSet
                ? new LimitScripts(
                        set("limit_take"),
                        set("limit_bucket"),
                        set("limit_refund"),
                        set("limit_release"),
                        set("limit_lease"))
                : LimitScripts.standard();
        InstantSource clock = isClockSet ? () -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : InstantSource.system();
        store = new LimiterStore(new LimitCalls(valkey, keys, clock, scripts), keys, valkey.isCluster());
        await(valkey.whenReady());
    }

    /** A busy machine is silent for a while; here no silence is tested. */
    private static LinkSettings patient(LinkSettings settings) {
        return new LinkSettings(
                settings.connectTimeout(),
                Duration.ofSeconds(15),
                settings.heartbeat(),
                Duration.ofSeconds(10),
                settings.maxInFlight(),
                settings.topologyRefresh(),
                settings.backoff(),
                settings.durable(),
                settings.heartbeatChannel());
    }

    /** With the server's clock. */
    static LimitGround of(String url, String prefix) {
        return new LimitGround(url, prefix, false);
    }

    /** With a clock that {@link #setClock} sets; on a single server. */
    static LimitGround withSetClock(String url, String prefix) {
        return new LimitGround(url, prefix, true);
    }

    private Script set(String name) {
        String source = Script.resource(name).source();
        String body = "  local time = redis.call('TIME')\n  return time[1] * 1000000 + time[2]\n";
        if (name.equals("limit_release")) {
            return Script.of(name, source);
        }
        if (!source.contains(body)) {
            throw new IllegalStateException(name + " does not read the clock as expected");
        }
        // Keys live by the real clock, so longer: STRINGs for ever, ZSETs an hour.
        return Script.of(
                name,
                source.replace(body, "  return tonumber(redis.call('GET', '" + clockKey + "'))\n")
                        .replace("'PXAT', ", "'PXAT', 10000000000000 + ")
                        .replace("call('PEXPIRE', key, ", "call('PEXPIRE', key, 3600000 + "));
    }

    /** From the next call on. */
    void setClock(long now) {
        micros = now;
        setServerClock(now);
    }

    /** The server's alone. */
    void setServerClock(long now) {
        var unused =
                valkey.send(clockKey, Request.cmd(Command.SET).arg(clockKey).arg(Long.toString(now)));
    }

    /** The server's time, in µs. */
    long serverMicros() {
        return await(valkey.send("x", Request.cmd(Command.TIME))
                .map(Objects::requireNonNull)
                .map(time -> Long.parseLong(time.get(0).toString()) * 1_000_000
                        + Long.parseLong(time.get(1).toString())));
    }

    /** How long the key of a limit has to live, in ms. */
    long ttlMillis(Limiter limiter) {
        String key = ScriptArguments.key(keys, limiter);
        return await(valkey.send(key, Request.cmd(Command.PTTL).arg(key))
                .map(reply -> Long.parseLong(String.valueOf(reply))));
    }

    /** The state as it stands there. */
    @Nullable
    String state(Limiter limiter) {
        String key = ScriptArguments.key(keys, limiter);
        return await(valkey.send(key, Request.cmd(Command.GET).arg(key)).map(String::valueOf));
    }

    Taken take(Claim... claims) {
        return await(store.take(List.of(new Ask("", List.of(claims))))).getFirst();
    }

    Taken takeAs(String id, Claim... claims) {
        return await(store.take(List.of(new Ask(id, List.of(claims))))).getFirst();
    }

    Taken peek(Claim... claims) {
        return await(store.peek(List.of(new Ask("-", List.of(claims))))).getFirst();
    }

    Returned refund(GiveBack each) {
        return await(store.refund(List.of(each))).getFirst();
    }

    static Limiter limiter(String subject, Algorithm algorithm, long limit, long periodMs) {
        return limiter(subject, Quota.of(algorithm, limit, new Period.Fixed(periodMs)));
    }

    static Limiter limiter(String subject, Quota quota) {
        return new Limiter(new Subject(subject), quota.algorithm().text(), Rate.of(quota));
    }

    @Override
    public void close() {
        await(valkey.close());
        await(vertx.close());
    }
}
