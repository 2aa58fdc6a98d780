package dev.hub.core.presence;

import static dev.hub.core.presence.Ground.ROOM;
import static dev.hub.core.presence.Ground.await;
import static dev.hub.core.presence.Ground.enter;
import static dev.hub.core.presence.Ground.lease;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.SharedServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 100,000 members in one channel. */
@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class PresenceCrowdIT {
    private static final int CROWD = 100_000;
    private static final GroupRules QUIET =
            new GroupRules(1000, Duration.ZERO, Duration.ZERO, Duration.ofDays(1), Set.of());

    private final Engine engine;
    private final SharedServers servers;

    PresenceCrowdIT(Engine engine, SharedServers servers) {
        this.engine = engine;
        this.servers = servers;
    }

    @Test
    void isCountedListedAndCleanedUpInBoundedSteps() {
        try (Ground ground = new Ground(servers.on(engine).url(), servers.prefix())) {
            long began = System.nanoTime();
            fill(ground);
            long filled = System.nanoTime();
            assertThat(await(ground.store.read(ROOM, "", 0)).clients()).isEqualTo(CROWD);
            assertThat(await(ground.store.read(ROOM, "", 0)).users()).isEqualTo(CROWD / 2);
            long counted = System.nanoTime();
            assertThat(list(ground)).hasSize(CROWD);
            long listed = System.nanoTime();
            long bytes = bytes(ground);
            int steps = sweep(ground);
            long swept = System.nanoTime();

            assertThat(ground.keysOf(ROOM)).isEmpty();
            assertThat(steps).isBetween(CROWD / PresenceStore.MAX_BATCH, CROWD / PresenceStore.MAX_BATCH + 2);
            System.out.printf(
                    "%s: %d members entered in %d ms, counted twice in %d us, listed in %d ms, cleaned up in %d steps"
                            + " and %d ms, %d bytes each%n",
                    engine,
                    CROWD,
                    (filled - began) / 1_000_000,
                    (counted - filled) / 1000,
                    (listed - counted) / 1_000_000,
                    steps,
                    (swept - listed) / 1_000_000,
                    bytes / CROWD);
        }
    }

    private static void fill(Ground ground) {
        List<Change> batch = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            batch.add(enter("0f1e2d3c-4b5a-6978-8796-a5b4c3d%05d".formatted(i), "user" + i / 2));
            if (batch.size() == PresenceStore.MAX_BATCH || i == CROWD - 1) {
                await(ground.store.change(ROOM, QUIET, lease("a", 1), i + 1, batch));
                batch = new ArrayList<>();
            }
        }
    }

    private static Set<String> list(Ground ground) {
        Set<String> seen = new HashSet<>();
        String after = "";
        do {
            GroupRead page = await(ground.store.read(ROOM, after, 1000));
            page.members().forEach(each -> assertThat(seen.add(each.client())).isTrue());
            after = page.next();
        } while (!after.isEmpty());
        return seen;
    }

    private static long bytes(Ground ground) {
        return ground.keysOf(ROOM).stream()
                .mapToLong(key -> await(ground.valkey
                        .send(key, Request.cmd(Command.MEMORY).arg("USAGE").arg(key))
                        .map(reply -> Long.valueOf(Objects.requireNonNull(reply).toString()))))
                .sum();
    }

    private static int sweep(Ground ground) {
        int steps = 0;
        String after = "";
        do {
            after = await(ground.store.sweep(ROOM, QUIET, new DeadNode("a", 1), after))
                    .after();
            steps++;
        } while (!after.isEmpty());
        return steps;
    }
}
