package dev.hub.core.valkey;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A {@link Valkey} with a Vert.x of its own, for tests that run on a plain thread. */
final class Client implements AutoCloseable {

    static final Script ADD = Script.resource("counter_add");
    static final Script BUMP = Script.resource("counter_bump");

    final Vertx vertx = Vertx.vertx();
    final Context context = vertx.getOrCreateContext();
    final Valkey valkey;

    private Client(ValkeyOptions options, LinkSettings settings) {
        this.valkey = await(onLoop(() -> Future.succeededFuture(Valkey.connect(vertx, options, settings))));
    }

    /** Runs a task in one turn of the client's event loop. */
    <T> Future<T> onLoop(Supplier<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(nothing -> task.get().onComplete(promise));
        return promise.future();
    }

    /** Connects with times for tests, and waits until it is ready. */
    static Client ready(String url) {
        Client client = begun(ValkeyUrl.parse(url));
        try {
            await(client.valkey.whenReady());
            return client;
        } catch (RuntimeException | AssertionError e) {
            client.close();
            throw e;
        }
    }

    /** Begins to connect. */
    static Client begun(ValkeyOptions options) {
        return new Client(options, LinkSettings.forTests());
    }

    /** Begins to connect with other settings. */
    static Client begun(ValkeyOptions options, LinkSettings settings) {
        return new Client(options, settings);
    }

    Future<@Nullable Response> command(Command command, String key, String... more) {
        Request request = Request.cmd(command).arg(key);
        for (String arg : more) {
            request.arg(arg);
        }
        return valkey.send(key, request);
    }

    /** The reply as text; "null" for nil. */
    String ask(Command command, String key, String... more) {
        return text(command(command, key, more));
    }

    /** The reply as text; "null" for nil. */
    static String text(Future<? extends @Nullable Response> reply) {
        return await(reply.map(String::valueOf));
    }

    /** A subscriber whose links are ready. */
    Heard subscriber() {
        Heard heard = new Heard(valkey);
        await(heard.subscriber.whenReady());
        return heard;
    }

    ValkeyHealth health() {
        return await(valkey.health());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within 20 s", e);
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
                .atMost(Duration.ofSeconds(20))
                .until(condition::getAsBoolean);
    }

    @Override
    public void close() {
        await(valkey.close());
        await(vertx.close());
    }

    /** A subscriber that remembers all it heard. */
    static final class Heard implements SubscriberListener {

        final Subscriber subscriber;
        final List<String> messages = new CopyOnWriteArrayList<>();
        final List<String> events = new CopyOnWriteArrayList<>();

        Heard(Valkey valkey) {
            this.subscriber = valkey.subscriber(this);
        }

        void subscribe(String... channels) {
            List<Future<Void>> all = new ArrayList<>();
            for (String channel : channels) {
                all.add(subscriber.subscribe(channel));
            }
            await(Future.all(all));
        }

        @Override
        public void message(String channel, Buffer payload) {
            messages.add(channel + "=" + payload);
        }

        @Override
        public void interrupted(Collection<String> channels) {
            channels.forEach(channel -> events.add("interrupted " + channel));
        }

        @Override
        public void restored(Collection<String> channels) {
            channels.forEach(channel -> events.add("restored " + channel));
        }
    }
}
