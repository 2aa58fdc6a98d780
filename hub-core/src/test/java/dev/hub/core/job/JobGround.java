package dev.hub.core.job;

import static dev.hub.core.testkit.Completed.await;

import dev.hub.core.channel.Payload;
import dev.hub.core.testkit.Completed;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Script;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Queues for tests that run on a plain thread, with a clock that is set. */
final class JobGround implements AutoCloseable {
    static final QueueName MAIL = new QueueName("mail");

    /** When tests begin: in the year 2026. */
    static final long BEGIN = 1_780_000_000_000L;

    final Vertx vertx = Vertx.vertx();
    final Valkey valkey;
    final Queues queues;
    final JobStore store;
    final JobReads reads;
    final JobChanges changes;
    final QueueOps ops;
    final QueueUpkeep upkeep;
    final String prefix;
    private final String clockKey;
    private final Map<String, Script> clocked = new ConcurrentHashMap<>();
    private final Script faults;
    private long now = BEGIN;
    private String patience = "60000";

    JobGround(String url, String prefix) {
        this(url, prefix, JobCipher.NONE);
    }

    /** With what jobs carry encrypted. */
    JobGround(String url, String prefix, JobCipher cipher) {
        this(url, prefix, cipher, true);
        setClock(BEGIN);
    }

    private JobGround(String url, String prefix, JobCipher cipher, boolean isClocked) {
        this.prefix = prefix;
        clockKey = prefix + "clock";
        faults = Script.resource("queue_faults");
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        await(valkey.whenReady());
        queues =
                new Queues(valkey, new Keyspace(prefix), false, cipher, script -> isClocked ? clocked(script) : script);
        store = new JobStore(queues);
        reads = new JobReads(queues);
        changes = new JobChanges(queues);
        ops = new QueueOps(queues);
        upkeep = new QueueUpkeep(queues);
    }

    /** With the server's own clock, and the scripts as they are. */
    static JobGround unclocked(String url, String prefix) {
        return new JobGround(url, prefix, JobCipher.NONE, false);
    }

    /** Reads the key of the clock in place of the server's; what keys live is an hour more of the server's time. */
    private Script clocked(Script script) {
        return clocked.computeIfAbsent(
                script.name(),
                name -> Script.of(
                        name,
                        script.source()
                                .replace(
                                        "NOW_US = time[1] * 1000000 + time[2]",
                                        "NOW_US = tonumber(call('GET', '" + clockKey + "'))")
                                .replace("PATIENCE = 60000", "PATIENCE = " + patience)
                                .replace("PATIENCE, parents = 60000", "PATIENCE, parents = " + patience)
                                .replace("'PEXPIRE', place, ", "'PEXPIRE', place, 3600000 + ")
                                .replace("'PEXPIRE', state, ", "'PEXPIRE', state, 3600000 + ")));
    }

    long now() {
        return now;
    }

    /** Parents ask never for children that they miss; to be called first. */
    void neverAsk() {
        patience = "1e13";
    }

    void setClock(long millis) {
        now = millis;
        send(Command.SET, clockKey, Long.toString(millis * 1_000));
    }

    void pass(long millis) {
        setClock(now + millis);
    }

    @Nullable
    Response send(Command command, String key, String... args) {
        Request request = Request.cmd(command).arg(key);
        for (String arg : args) {
            request.arg(arg);
        }
        return Completed.<@Nullable Response>await(valkey.send(key, request));
    }

    /** What does not fit together in the queue's keys; none. */
    List<String> faults() {
        return faults(MAIL);
    }

    List<String> faults(QueueName queue) {
        List<String> found = new ArrayList<>();
        await(valkey.run(faults, List.of(queues.keys().queue(queue)), List.of(Long.toString(now))))
                .forEach(each -> found.add(each.toString()));
        return found;
    }

    /** As at the beginning. */
    void clear() {
        Response keys = send(Command.KEYS, prefix + "*");
        if (keys != null) {
            keys.forEach(key -> send(Command.UNLINK, key.toString()));
        }
        setClock(BEGIN);
    }

    Submitted submit(NewJob job) {
        return await(store.submit(MAIL, List.of(job))).getFirst();
    }

    static NewJob job(String id) {
        return NewJob.of(id, Payload.ofJson("1"));
    }

    static NewJob job(String id, Dedup.Mode mode, long ttlMillis) {
        return job(id).with(new Dedup("key", mode, ttlMillis));
    }

    void configure(String... settings) {
        Map<String, String> all = new java.util.HashMap<>(QueueSettings.DEFAULTS.encode());
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        await(queues.configure(MAIL, QueueSettings.decode(all)));
    }

    Worked work(Work work) {
        return await(store.work(MAIL, "here", work));
    }

    List<ClaimedJob> claim(int most) {
        return work(Work.claiming(new Taker("w", most))).claimed();
    }

    /** Their ids. */
    List<String> start(int most) {
        return claim(most).stream().map(job -> job.claim().id()).toList();
    }

    Settled settle(Settlement settlement) {
        return work(Work.settling(List.of(settlement))).settled().getFirst();
    }

    Settled complete(JobClaim claim) {
        return settle(new Settlement.Done(claim, Payload.ofJson("\"done\"")));
    }

    Settled complete(String id) {
        return complete(new JobClaim(id, get(id).counts().epoch()));
    }

    Settled bury(String id) {
        return settle(new Settlement.Bury(
                new JobClaim(id, get(id).counts().epoch()), "no use", Settlement.Cause.UNRECOVERABLE));
    }

    JobView get(String id) {
        return await(reads.get(MAIL, id));
    }

    JobState state(String id) {
        return get(id).state();
    }

    Cancelled cancel(String... ids) {
        return await(changes.cancel(MAIL, List.of(ids), "not wanted"));
    }

    JobChange retry(String... ids) {
        return await(changes.retry(MAIL, List.of(ids)));
    }

    Swept sweep() {
        return await(upkeep.sweep(MAIL, 0)).orElseThrow();
    }

    QueueStats stats() {
        return await(ops.stats(MAIL));
    }

    /** Until nothing is left; tells how many were thrown away. */
    long purge(JobState... states) {
        PurgeStep step = await(ops.purge(MAIL, Set.of(states)));
        long purged = step.purged();
        while (step.left() > 0) {
            step = await(ops.continuePurge(MAIL));
            purged += step.purged();
        }
        return purged;
    }

    @Override
    public void close() {
        await(valkey.close());
        await(vertx.close());
    }
}
