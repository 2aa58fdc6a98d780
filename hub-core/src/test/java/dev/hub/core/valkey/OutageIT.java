package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.ClusterSetup;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SentinelSetup;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.ServerSpec;
import dev.hub.core.testkit.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Measures the outage that a steady writer sees, for the table in docs/valkey.md: {@code -Dhub.outage.runs=5} runs each
 * fault so often and appends the rows to {@code target/outage.md}. Not part of an ordinary build, whose other tests make
 * the same faults once.
 */
@OnEachEngine
@EnabledIfSystemProperty(
        named = "hub.outage.runs",
        matches = "[1-9]\\d*",
        disabledReason = "measures for the docs only")
class OutageIT {

    private static final Path TABLE = Path.of("target", "outage.md");
    /** Cluster nodes refuse to vote for a second failover of a shard within two node timeouts (of 500 ms). */
    private static final Duration BETWEEN_FAULTS = Duration.ofMillis(1_500);

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Engine engine;
    private final int runs = Integer.getInteger("hub.outage.runs", 1);

    private long agreedAt;

    OutageIT(Engine engine) {
        this.engine = engine;
    }

    @Test
    void standalone() {
        ServerSpec spec = ServerSpec.of(engine).set("appendonly yes").set("appendfsync always");
        try (Standalone standalone = Standalone.start(spec);
                FaultProxy proxy = FaultProxy.before(standalone.server());
                Client client = Client.ready("valkey://" + proxy.address())) {
            measure("one server: kill -9, started again at once", client, "k", () -> {
                standalone.server().kill9();
                standalone.server().restart();
            });
            measure("one server: connection reset", client, "k", proxy::reset);
            measure("one server: network silent for 1.5 s", client, "k", () -> {
                proxy.blackhole();
                pause(Duration.ofMillis(1_500));
                proxy.pass();
            });
        }
    }

    @Test
    void sentinel() {
        try (SentinelSetup setup = SentinelSetup.start(engine);
                Client client = Client.ready(setup.url())) {
            measure("Sentinel: primary kill -9", client, "k", () -> {
                ServerProcess killed = setup.kill9Primary();
                setup.awaitPrimaryOtherThan(killed);
                noteAgreement();
                killed.restart();
                setup.awaitHealthy();
            });
            measure("Sentinel: failover by hand", client, "k", () -> {
                setup.softFailover();
                setup.awaitHealthy();
            });
        }
    }

    @Test
    void cluster() {
        try (ClusterSetup cluster = ClusterSetup.start(engine);
                Client client = Client.ready(cluster.url())) {
            int slot = KeySlot.of("k");
            measure("Cluster: primary kill -9", client, "k", () -> {
                ServerProcess killed = cluster.kill9Primary(slot);
                cluster.awaitPrimaryOtherThan(slot, killed);
                noteAgreement();
                killed.restart();
                cluster.awaitHealthy();
            });
            measure("Cluster: failover by hand", client, "k", () -> {
                cluster.softFailover(slot);
                cluster.awaitHealthy();
            });
            measure("Cluster: slot moves to another primary", client, "k", () -> {
                ServerProcess from = cluster.primaryOf(slot);
                ServerProcess to = cluster.primaryOf((slot + ClusterSetup.SLOTS / 2) % ClusterSetup.SLOTS);
                cluster.moveSlot(slot, from, to);
                cluster.moveSlot(slot, to, from);
            });
        }
    }

    private void measure(String fault, Client client, String key, Runnable inject) {
        List<Long> gaps = new ArrayList<>();
        List<Long> agreements = new ArrayList<>();
        int refused = 0;
        int unknown = 0;
        for (int run = 0; run < runs; run++) {
            Client.await(client.valkey.whenReady());
            pause(BETWEEN_FAULTS);
            try (Heartbeats steady = new Heartbeats(client, key)) {
                steady.awaitSuccess();
                long start = System.nanoTime();
                agreedAt = start;
                inject.run();
                agreements.add((agreedAt - start) / 1_000_000);
                steady.awaitSuccess();
                gaps.add(steady.longestGap().toMillis());
                unknown += steady.unknown();
                refused += steady.failures() - steady.unknown();
                assertThat(steady.longestGap().minusNanos(agreedAt - start))
                        .as(fault)
                        .isLessThan(BOUND);
                assertThat(steady.unexpected()).as(fault).isNull();
            }
        }
        write(fault, gaps, agreements, new int[] {refused / runs, unknown / runs});
    }

    private void write(String fault, List<Long> gaps, List<Long> agreements, int[] failures) {
        Collections.sort(agreements);
        Collections.sort(gaps);
        String row = String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %d | %d | %d | %d | %d |%n",
                fault,
                engine,
                gaps.size(),
                gaps.get(gaps.size() / 2),
                gaps.getLast(),
                agreements.get(agreements.size() / 2),
                agreements.getLast(),
                failures[0],
                failures[1]);
        try {
            Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + TABLE, e);
        }
    }

    /** The servers have a new primary: what the writer waits for beyond that is the hub's part. */
    private void noteAgreement() {
        agreedAt = System.nanoTime();
    }

    private static void pause(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
