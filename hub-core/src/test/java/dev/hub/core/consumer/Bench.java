package dev.hub.core.consumer;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.NewPublication;
import dev.hub.core.stream.StreamName;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A {@link ConsumerStore} and streams to consume, for tests that run on a plain thread. */
final class Bench implements AutoCloseable {
    /** Keeps 5 publications. */
    static final Namespace JOBS = keeping("jobs", 5, false);

    /** Keeps 5 publications of each channel, and has a feed. */
    static final Namespace ORDERS = keeping("orders", 5, true);

    /** No history. */
    static final Namespace PLAIN = Namespace.defaults("plain");

    /** History but no feed for patterns. */
    static final Namespaces NAMESPACES = Namespaces.of(Namespace.defaults(""), List.of(JOBS, ORDERS, PLAIN));

    static final ConsumerId WORKER = id("jobs:a", "worker");

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MEBIBYTE = 1 << 20;

    final Vertx vertx = Vertx.vertx();
    final Keyspace keys;
    final Valkey valkey;
    final ChannelStreams streams;
    final ConsumerStore store;

    Bench(String url, String prefix) {
        keys = new Keyspace(prefix);
        valkey = Valkey.connect(vertx, ValkeyUrl.parse(url), LinkSettings.forTests());
        streams = new ChannelStreams(valkey, keys, new SecureRandom());
        store = new ConsumerStore(valkey, keys, new SecureRandom());
        await(valkey.whenReady());
    }

    private static Namespace keeping(String name, int size, boolean wildcards) {
        HistoryRules none = HistoryRules.none();
        HistoryRules rules = new HistoryRules(
                size,
                Duration.ofMinutes(10),
                none.historyMetaTtl(),
                false,
                false,
                false,
                false,
                none.forceRecoveryMode(),
                false,
                none.idempotencyTtl(),
                false);
        DeliveryRules plain = DeliveryRules.plain();
        DeliveryRules delivery = new DeliveryRules(
                List.of(), false, false, false, 0, Duration.ZERO, false, plain.slowConsumer(), "", wildcards);
        return Namespace.defaults(name).withHistory(rules).withDelivery(delivery);
    }

    static ConsumerId id(String channel, String name) {
        return new ConsumerId(new ChannelName(channel), name);
    }

    static ConsumerPlace place(ConsumerId id) {
        return ConsumerPlace.of(id, NAMESPACES);
    }

    /** Publishes the numbers from {@code first} to {@code last} and waits. */
    void publish(String channel, int first, int last) {
        ChannelName name = new ChannelName(channel);
        Namespace namespace = NAMESPACES.of(name).orElseThrow();
        for (int i = first; i <= last; i++) {
            await(streams.publish(NewPublication.of(name, namespace, Payload.ofJson("{\"data\":" + i + "}"))));
        }
    }

    StreamName stream(String channel) {
        ChannelName name = new ChannelName(channel);
        return StreamName.of(name, NAMESPACES.of(name).orElseThrow());
    }

    boolean put(ConsumerId id, ConsumerSettings settings) {
        return await(store.put(place(id), settings));
    }

    Fetched fetch(ConsumerId id, int most) {
        return await(store.fetch(place(id), most, MEBIBYTE));
    }

    Settled acknowledge(ConsumerId id, String epoch, Long... offsets) {
        return await(store.acknowledge(place(id), epoch, List.of(offsets)));
    }

    ConsumerInfo info(ConsumerId id) {
        return await(store.info(place(id)));
    }

    /** Asks until something is due. */
    Fetched fetchInTime(ConsumerId id, int most) {
        Fetched[] got = new Fetched[1];
        until("a delivery", () -> {
            got[0] = fetch(id, most);
            return !got[0].deliveries().isEmpty();
        });
        return got[0];
    }

    static List<Long> offsets(Fetched fetched) {
        return fetched.deliveries().stream().map(ConsumerDelivery::offset).toList();
    }

    /** The numbers that were published. */
    static List<Integer> numbers(Fetched fetched) {
        return fetched.deliveries().stream()
                .map(each -> each.publication().toJson())
                .map(json -> Integer.valueOf(json.substring("{\"data\":".length(), json.length() - 1)))
                .toList();
    }

    static List<Integer> attempts(Fetched fetched) {
        return fetched.deliveries().stream().map(ConsumerDelivery::attempt).toList();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + PATIENCE, e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void until(String what, BooleanSupplier condition) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(PATIENCE)
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        await(valkey.close());
        await(vertx.close());
    }
}
