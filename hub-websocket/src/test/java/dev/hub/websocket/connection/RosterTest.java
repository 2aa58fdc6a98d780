package dev.hub.websocket.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConnectionCommand.Tell;
import dev.hub.core.bus.ConnectionCommand.Unwatch;
import dev.hub.core.bus.ConnectionCommand.Watch;
import dev.hub.core.bus.ConnectionGone;
import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.Payload;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of commands for connections that are not there; {@code ConsumersIT} shows those that are. */
class RosterTest {
    private final Vertx vertx = Vertx.vertx();
    private final HubBus bus = HubBus.install(vertx, 1);
    private final Roster roster = new Roster(bus, Addresses.connection(0));
    private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws Exception {
        bus.consume(Addresses.CONSUMER_GONE, ConnectionGone.class, each -> gone.add(each.client()))
                .completion()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsAtOnceThatAConnectionIsGoneThatIsWatchedTooLate() throws InterruptedException {
        String client = UUID.randomUUID().toString();

        roster.apply(new Watch(client, Addresses.CONSUMER_GONE));

        assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo(client);
    }

    @Test
    void bearsIdsThatAreNone() throws InterruptedException {
        roster.apply(new Tell("nobody", Payload.NULL));
        roster.apply(new Unwatch("", Addresses.CONSUMER_GONE));
        roster.apply(new Watch("nobody", Addresses.CONSUMER_GONE));

        assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo("nobody");
    }
}
