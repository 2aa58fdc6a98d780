package dev.hub.verticles.capacity;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.LoopState;
import dev.hub.core.capacity.Capacity;
import dev.hub.core.capacity.CapacityTargets;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.FaultProxy;
import dev.hub.core.testkit.SharedServers;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyUrl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real verticle, on a real server behind a proxy that makes it slow. */
@ExtendWith(SharedServers.Provider.class)
class CapacityVerticleIT {
    private static final CapacityTargets TARGETS =
            new CapacityTargets(Duration.ofSeconds(2), Duration.ofMillis(150), 100, 80, 10);

    private final Vertx vertx = Vertx.vertx();
    private final Capacity capacity = new Capacity(TARGETS.floorPercent());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final FaultProxy proxy;

    CapacityVerticleIT(SharedServers servers) {
        proxy = FaultProxy.before(servers.on(Engine.VALKEY));
    }

    @BeforeEach
    void start() {
        ValkeyAccess access = new ValkeyAccess(
                ValkeyUrl.parse("valkey://" + proxy.address()), LinkSettings.forTests(), new Keyspace("cap:"));
        get(vertx.deployVerticle(new CapacityVerticle(access, bus, capacity, TARGETS, meters)));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
        proxy.close();
    }

    /** So much is asked for that it is worth shedding. */
    private void press() {
        vertx.setPeriodic(10, tick -> IntStream.range(0, 100).forEach(i -> capacity.note()));
    }

    @Test
    void admitsLessWhileValkeyIsSlowAndMoreWhenItIsFastAgain() {
        press();
        proxy.delay(Duration.ofMillis(120));

        await().until(() -> capacity.level() < 8);

        proxy.pass();
        double lowest = capacity.level();
        await().until(() -> capacity.level() > lowest);
    }

    @Test
    void admitsLessWhileAnEventLoopIsLate() {
        press();
        bus.send(Addresses.CAPACITY, new LoopState("loop-0", 5_000_000, 0, 0));

        await().until(() -> capacity.level() < Capacity.FULL);

        await().untilAsserted(() ->
                assertThat(meters.get("hub.capacity.level").gauge().value()).isLessThan(100));
        assertThat(meters.get("hub.loop.lag").gauge().value()).isEqualTo(5_000_000);
    }

    @Test
    void admitsLessWhileThereIsNoRoomOnTheWayToValkey() {
        press();
        vertx.setPeriodic(50, tick -> capacity.overrun());

        await().until(() -> capacity.level() < 8);
    }

    @Test
    void admitsEverythingWhileValkeyIsKnownToBeAway() {
        press();
        proxy.refuse();
        proxy.cut();

        await().during(Duration.ofSeconds(1)).until(() -> capacity.level() == Capacity.FULL);
    }
}
