package dev.hub.verticles.schedule;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubClient;
import dev.hub.core.bus.HubSchedules;
import dev.hub.core.bus.ScheduleCommand;
import dev.hub.core.bus.ScheduleCommand.Backfill;
import dev.hub.core.bus.ScheduleCommand.Backfilled;
import dev.hub.core.bus.ScheduleCommand.Get;
import dev.hub.core.bus.ScheduleCommand.ListAll;
import dev.hub.core.bus.ScheduleCommand.Listing;
import dev.hub.core.bus.ScheduleCommand.Made;
import dev.hub.core.bus.ScheduleCommand.Put;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.JobCipher;
import dev.hub.core.job.JobSpec;
import dev.hub.core.job.JobStore;
import dev.hub.core.job.NewJob;
import dev.hub.core.job.QueueName;
import dev.hub.core.job.Taker;
import dev.hub.core.job.Work;
import dev.hub.core.leader.LeaderTerms;
import dev.hub.core.protocol.HubException;
import dev.hub.core.schedule.CatchUp;
import dev.hub.core.schedule.CatchUp.Policy;
import dev.hub.core.schedule.Firing;
import dev.hub.core.schedule.Interval;
import dev.hub.core.schedule.Overlap;
import dev.hub.core.schedule.Schedule;
import dev.hub.core.schedule.ScheduleId;
import dev.hub.core.schedule.ScheduleView;
import dev.hub.core.schedule.ScheduledJob;
import dev.hub.core.schedule.Ticks;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import dev.hub.verticles.leader.LeadingInstance;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Instances of which one fires what is due, and others take over. */
@ExtendWith(SharedServers.Provider.class)
class ScheduleVerticleIT {
    private static final LeaderTerms TERMS = new LeaderTerms(Duration.ofMillis(600), Duration.ofMillis(100));
    private static final QueueName MAIL = new QueueName("mail");
    private static final long HOUR = 3_600_000;

    private final ServerProcess server;
    private final String prefix;
    private final Keyspace keys;
    private final Vertx vertx = Vertx.vertx();
    private final JobStore jobs;
    private final List<LeadingInstance> instances = new ArrayList<>();
    private final Map<LeadingInstance, FaultProxy> links = new HashMap<>();

    ScheduleVerticleIT(SharedServers servers) {
        server = servers.on(Engine.REDIS62);
        prefix = servers.prefix();
        keys = new Keyspace(prefix);
        Valkey valkey = Valkey.connect(vertx, ValkeyUrl.parse(server.url()), LinkSettings.forTests());
        jobs = new JobStore(valkey, keys);
        get(valkey.whenReady());
    }

    @AfterEach
    void stop() {
        instances.forEach(LeadingInstance::close);
        links.values().forEach(FaultProxy::close);
        get(vertx.close());
    }

    private LeadingInstance start() {
        FaultProxy proxy = FaultProxy.before(server);
        String url = server.url().replaceAll(":\\d+", ":" + proxy.port());
        LeadingInstance instance = new LeadingInstance("i" + instances.size(), url, prefix, TERMS);
        instance.deploy(
                (access, bus) -> new ScheduleVerticle(access, bus, JobCipher.NONE, new SimpleMeterRegistry(), 1_000));
        instances.add(instance);
        links.put(instance, proxy);
        await().ignoreExceptions().until(() -> list(instance, "", 1) != null);
        return instance;
    }

    private static <T> T ask(LeadingInstance instance, ScheduleCommand command, Class<T> answer) {
        return get(instance.bus().request(Addresses.SCHEDULES, command, answer));
    }

    private static Listing list(LeadingInstance instance, String after, int limit) {
        return ask(instance, new ListAll(Optional.empty(), after, limit), Listing.class);
    }

    private static Put put(String id, Ticks ticks, CatchUp catchUp) {
        return put(MAIL, id, ticks, catchUp);
    }

    private static Put put(QueueName queue, String id, Ticks ticks, CatchUp catchUp) {
        Schedule schedule = new Schedule(new ScheduleId(id), queue, ticks, Overlap.ALLOW, catchUp, 0);
        return new Put(schedule, new ScheduledJob(NewJob.of(id, Payload.NULL), Payload.ofJson("{}")), Optional.empty());
    }

    private static ScheduleView view(LeadingInstance instance, String id) {
        return ask(instance, new Get(MAIL, new ScheduleId(id)), ScheduleView.class);
    }

    private static Ticks hourly() {
        return new Ticks(new Interval(HOUR, 0), 0, 0);
    }

    /** The ticks of all jobs that were submitted, by schedule. */
    private Map<String, TreeSet<Long>> submitted() {
        Map<String, TreeSet<Long>> ticks = new HashMap<>();
        get(jobs.work(MAIL, "here", Work.claiming(new Taker("w", 1000))))
                .claimed()
                .forEach(job -> {
                    String[] id = job.claim().id().split(":", -1);
                    ticks.computeIfAbsent(id[0], schedule -> new TreeSet<>()).add(Long.parseLong(id[1]));
                });
        return ticks;
    }

    private LeadingInstance leader() {
        return await().until(
                        () -> instances.stream().filter(LeadingInstance::leads).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void eachTickIsFiredOnceThoughLeadersAreGoneInBetween() {
        for (int i = 0; i < 3; i++) {
            start();
        }
        for (int i = 0; i < 10; i++) {
            Ticks eachSecond = new Ticks(new Interval(1_000, 100L * i), 100L * i, 0);
            ask(instances.getFirst(), put("s" + i, eachSecond, new CatchUp(Policy.NONE, 1)), Made.class);
        }
        await().until(() -> view(instances.getFirst(), "s0").fired() > 0);

        LeadingInstance first = leader();
        Objects.requireNonNull(links.get(first)).blackhole();
        await().until(() -> !first.leads());
        LeadingInstance second = leader();
        long before = view(second, "s9").fired();
        await().until(() -> view(second, "s9").fired() > before);
        second.close();
        instances.remove(second);
        LeadingInstance third = leader();
        long then = view(third, "s9").fired();
        await().until(() -> view(third, "s9").fired() > then);
        Objects.requireNonNull(links.get(first)).pass();
        List<ScheduleView> views = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            views.add(ask(third, new ScheduleCommand.Pause(MAIL, new ScheduleId("s" + i)), ScheduleView.class));
        }

        Map<String, TreeSet<Long>> ticks = submitted();
        assertThat(ticks).hasSize(10);
        for (ScheduleView view : views) {
            TreeSet<Long> own = ticks.get(view.schedule().id().value());
            assertThat(own).as(view.toString()).hasSize((int) view.fired());
            assertThat(own.last() - own.first()).as("no gap in %s", own).isEqualTo(1_000L * (own.size() - 1));
        }
        assertThat(second).isNotSameAs(first);
        assertThat(third).isNotSameAs(second);
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhereValkeyDidNotAnswer() {
        LeadingInstance instance = start();
        Objects.requireNonNull(links.get(instance)).blackhole();

        assertThatThrownBy(() -> ask(instance, put("a", hourly(), CatchUp.STANDARD), Made.class))
                .isInstanceOf(HubException.class)
                .hasMessage("the outcome is unknown: it may have been done");
    }

    @Test
    void makesUpForAnOutageAsEachScheduleSays() {
        LeadingInstance before = start();
        long now = InstantSource.system().millis();
        long last = now - now % HOUR - 10 * HOUR;
        Ticks ticks = new Ticks(new Interval(HOUR, 0), 0, last + 5 * HOUR);
        ask(before, put("none", ticks, new CatchUp(Policy.NONE, 1)), Made.class);
        ask(before, put("last", ticks, new CatchUp(Policy.LAST, 1)), Made.class);
        ask(before, put("all", ticks, new CatchUp(Policy.ALL, 3)), Made.class);
        before.close();
        instances.clear();
        for (String each : List.of("none", "last", "all")) {
            server.ask("HSET", keys.queue("mail") + ":sc:" + each, "nx", Long.toString(last));
            server.ask("ZADD", keys.queue("mail") + ":sched", Long.toString(last), each);
        }

        LeadingInstance after = start();

        await().untilAsserted(() -> {
            assertThat(view(after, "none").upcoming()).isEmpty();
            assertThat(view(after, "last").fired()).isEqualTo(1);
            assertThat(view(after, "all").fired()).isEqualTo(3);
        });
        Map<String, TreeSet<Long>> made = submitted();
        assertThat(made).containsOnlyKeys("last", "all");
        assertThat(made.get("last")).containsExactly(last + 5 * HOUR);
        assertThat(made.get("all")).containsExactly(last + 3 * HOUR, last + 4 * HOUR, last + 5 * HOUR);
    }

    @Test
    void answersWhereverItIsAsked() {
        LeadingInstance first = start();
        LeadingInstance second = start();
        assertThat(ask(first, put("a", hourly(), CatchUp.STANDARD), Made.class).isNew())
                .isTrue();
        assertThat(ask(second, put("a", hourly(), CatchUp.STANDARD), Made.class).isNew())
                .isFalse();
        for (String queue : List.of("news", "ads")) {
            ask(first, put(new QueueName(queue), "x", hourly(), CatchUp.STANDARD), Made.class);
        }

        List<String> all = new ArrayList<>();
        String after = "";
        do {
            Listing page = list(second, after, 1);
            page.schedules()
                    .forEach(each -> all.add(
                            each.schedule().queue() + "/" + each.schedule().id()));
            after = page.next();
        } while (!after.isEmpty());

        assertThat(all).containsExactly("ads/x", "mail/a", "news/x");
    }

    @Test
    void servesVerticlesBesideTheHub() {
        HubSchedules client = HubClient.of(start().vertx()).schedules();
        ScheduleId id = new ScheduleId("a");
        Schedule schedule = new Schedule(id, MAIL, hourly(), Overlap.SKIP, CatchUp.STANDARD, 0);
        Payload data = Payload.ofJson("{\"n\":1.50}");

        ScheduleView made = get(client.put(schedule, NewJob.of("x", data).with(JobSpec.STANDARD.named("flush"))));

        assertThat(made.schedule()).isEqualTo(schedule);
        assertThat(made.job().toJson()).isEqualTo("{\"name\":\"flush\",\"data\":{\"n\":1.50}}");
        assertThat(get(client.pause(MAIL, id)).isPaused()).isTrue();
        assertThat(get(client.put(schedule, NewJob.of("x", data))).isPaused()).isTrue();
        assertThat(get(client.resume(MAIL, id)).upcoming()).hasSize(3);
        assertThat(get(client.run(MAIL, id)).outcome()).isEqualTo(Firing.Outcome.TAKEN);
        assertThat(get(client.backfill(MAIL, id, Instant.ofEpochMilli(HOUR), Instant.ofEpochMilli(2 * HOUR))))
                .hasSize(2);
        assertThat(get(client.get(MAIL, id)).last()).hasSize(1);
        get(client.delete(MAIL, id));
        assertThat(get(client.list(MAIL))).isEmpty();
    }

    @Test
    void fillsATimeButNotTooMuch() {
        LeadingInstance instance = start();
        ask(instance, put("a", hourly(), CatchUp.STANDARD), Made.class);
        ScheduleId id = new ScheduleId("a");

        Backfilled filled = ask(instance, new Backfill(MAIL, id, HOUR, 250 * HOUR), Backfilled.class);

        assertThat(filled.firings()).hasSize(250);
        assertThat(submitted().get("a")).hasSize(250);
        assertThatThrownBy(() -> ask(instance, new Backfill(MAIL, id, HOUR, 1001 * HOUR), Backfilled.class))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("at most 1000 ticks");
        Put large = new Put(
                new Schedule(id, MAIL, hourly(), Overlap.ALLOW, CatchUp.STANDARD, 0),
                new ScheduledJob(NewJob.of("a", Payload.ofJson("\"" + "x".repeat(1_000) + "\"")), Payload.ofJson("{}")),
                Optional.empty());
        assertThatThrownBy(() -> ask(instance, large, Made.class))
                .isInstanceOf(HubException.class)
                .hasMessage("job.data must have at most 1000 bytes, got 1002");
        assertThatThrownBy(() -> view(instance, "nothing"))
                .isInstanceOf(HubException.class)
                .hasMessage("unknown schedule \"nothing\"");
    }
}
