package dev.hub.core.stream;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.DeliveryRules;
import dev.hub.core.channel.HistoryRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Subscriber;
import dev.hub.core.valkey.SubscriberListener;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyOptions;
import dev.hub.core.valkey.ValkeyUrl;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** {@link ChannelStreams} with a Vert.x of their own, for tests that run on a plain thread. */
final class Store implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final Vertx vertx = Vertx.vertx();
    final Keyspace keys;
    final Valkey valkey;
    final ChannelStreams streams;

    private Store(ValkeyOptions options, LinkSettings settings, String prefix) {
        this.keys = new Keyspace(prefix);
        this.valkey = Valkey.connect(vertx, options, settings);
        this.streams = new ChannelStreams(valkey, keys, new SecureRandom());
    }

    /** Connected, with times for tests. */
    static Store ready(String url, String prefix) {
        Store store = begun(ValkeyUrl.parse(url), LinkSettings.forTests(), prefix);
        try {
            await(store.valkey.whenReady());
            return store;
        } catch (RuntimeException | AssertionError e) {
            store.close();
            throw e;
        }
    }

    /** Begins to connect. */
    static Store begun(ValkeyOptions options, LinkSettings settings, String prefix) {
        return new Store(options, settings, prefix);
    }

    /** A namespace whose channels keep so many publications for 10 minutes. */
    static Namespace keeping(int size) {
        return keeping(size, Duration.ofMinutes(10));
    }

    /** A namespace whose channels keep so many publications for so long. */
    static Namespace keeping(int size, Duration ttl) {
        HistoryRules none = HistoryRules.none();
        return Namespace.defaults("")
                .withHistory(new HistoryRules(
                        size,
                        ttl,
                        none.historyMetaTtl(),
                        false,
                        false,
                        false,
                        false,
                        none.forceRecoveryMode(),
                        false,
                        none.idempotencyTtl(),
                        false));
    }

    /** The same with a feed of all channels. */
    static Namespace withFeed(Namespace namespace) {
        DeliveryRules plain = DeliveryRules.plain();
        return namespace.withDelivery(new DeliveryRules(
                plain.allowedDeltaTypes(),
                false,
                false,
                false,
                0,
                Duration.ZERO,
                false,
                plain.slowConsumer(),
                "",
                true));
    }

    /** The JSON of a publication with this number. */
    static Payload json(long number) {
        return Payload.ofJson("{\"data\":" + number + "}");
    }

    /** Its number. */
    static long number(Payload json) {
        String text = json.toJson();
        return Long.parseLong(text.substring("{\"data\":".length(), text.length() - 1));
    }

    static List<Long> numbers(List<StreamEntry> entries) {
        return entries.stream().map(entry -> number(entry.publication())).toList();
    }

    static List<Long> offsets(List<StreamEntry> entries) {
        return entries.stream().map(StreamEntry::offset).toList();
    }

    /** Publishes and waits. */
    Appended publish(StreamName.OfChannel stream, long number) {
        return await(streams.publish(NewPublication.of(stream.channel(), stream.namespace(), json(number))));
    }

    /** Publishes so many, numbered from 1, and waits; returns the place of the last. */
    StreamPosition publishMany(StreamName.OfChannel stream, int count) {
        StreamPosition last = StreamPosition.UNKNOWN;
        for (int i = 1; i <= count; i++) {
            last = publish(stream, i).position();
        }
        return last;
    }

    StreamPosition top(StreamName stream) {
        return await(streams.since(stream, 0, 0)).top();
    }

    /** What {@link Continuation} says of the answer to a claimed position. */
    Continuation.Verdict recover(StreamName stream, StreamPosition since) {
        return Continuation.of(since, await(streams.since(stream, since.offset(), 1_000)));
    }

    /** What {@link Continuation} says of the answer to a position of one's own. */
    Continuation.Verdict goOn(StreamName stream, StreamPosition known) {
        return Continuation.of(known, await(streams.after(stream, known, 1_000)));
    }

    /** What arrives on a stream's pub/sub channel from now on. */
    List<Envelope> subscribe(StreamName stream) {
        List<Envelope> messages = new CopyOnWriteArrayList<>();
        Subscriber subscriber = valkey.subscriber(new SubscriberListener() {
            @Override
            public void message(String channel, Buffer payload) {
                messages.add(Envelope.decode(payload));
            }

            @Override
            public void interrupted(Collection<String> channels) {}

            @Override
            public void restored(Collection<String> channels) {}
        });
        await(subscriber.whenReady());
        await(subscriber.subscribe(streams.pubSubKey(stream)));
        return messages;
    }

    /** Whether commands go to this server, and to no other. */
    boolean isUsing(ServerProcess server) {
        return valkey.isReady()
                && await(valkey.health()).nodes().stream()
                        .filter(node -> node.use().equals("commands"))
                        .allMatch(node -> node.endpoint().toString().equals(server.address()));
    }

    static StreamName.OfChannel channel(String name, Namespace namespace) {
        return new StreamName.OfChannel(new ChannelName(name), namespace);
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

    static Throwable failure(Future<?> future) {
        try {
            Object result = await(future);
            throw new AssertionError("it did not fail but gave " + result);
        } catch (RuntimeException e) {
            return e;
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
