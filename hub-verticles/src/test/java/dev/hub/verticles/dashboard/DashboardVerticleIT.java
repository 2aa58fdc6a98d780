package dev.hub.verticles.dashboard;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Subscription;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.Provider.class)
class DashboardVerticleIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final Instance first;
    private final Instance second;
    private final List<JsonObject> seen = new CopyOnWriteArrayList<>();

    DashboardVerticleIT(SharedServers servers) {
        String url = servers.on(Engine.REDIS62).url();
        String prefix = servers.prefix();
        first = Instance.start("first", url, prefix);
        second = Instance.start("second", url, prefix);
        for (Instance each : List.of(first, second)) {
            each.awaitReady();
            each.deploy(new DashboardVerticle(each.bus(), INTERVAL, InstantSource.system()));
        }
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private Subscription watch(Instance instance) {
        Subscription watching = instance.client()
                .subscribe(
                        DashboardVerticle.NODES,
                        publication ->
                                seen.add(new JsonObject(publication.data().toJson())));
        get(watching.ready());
        return watching;
    }

    private static long offset(Instance instance) {
        return get(instance.client().latest(DashboardVerticle.NODES, 1))
                .position()
                .offset();
    }

    @Test
    void tellsOfAllInstances() {
        watch(first);

        await().until(() ->
                !seen.isEmpty() && seen.getLast().getJsonArray("nodes").size() == 2);

        assertThat(seen.getLast().getJsonArray("nodes").stream().map(node -> ((JsonObject) node).getString("name")))
                .containsExactly("first", "second");
    }

    @Test
    void publishesOnceForAllWhoWatchOnSeveralInstances() {
        watch(first);
        watch(second);
        long begin = System.nanoTime();
        long before = offset(first);

        await().until(() -> offset(first) >= before + 6);

        long intervals = (System.nanoTime() - begin) / INTERVAL.toNanos();
        assertThat(offset(first) - before).isLessThanOrEqualTo(intervals + 2);
    }

    @Test
    void publishesNothingWhileNobodyWatches() {
        Subscription watching = watch(first);
        await().until(() -> offset(first) > 2);

        get(watching.end());

        await().during(INTERVAL.multipliedBy(4)).atMost(Duration.ofSeconds(10)).until(this::isQuiet);
    }

    private long last;

    private boolean isQuiet() {
        long now = offset(second);
        boolean isSame = now == last;
        last = now;
        return isSame;
    }
}
