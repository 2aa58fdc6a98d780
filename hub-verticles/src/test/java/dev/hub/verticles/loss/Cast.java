package dev.hub.verticles.loss;

import dev.hub.verticles.loss.client.Bench;
import dev.hub.verticles.loss.client.Fronts;
import dev.hub.verticles.loss.client.Participant;
import dev.hub.verticles.loss.client.Reader;
import dev.hub.verticles.loss.client.SdkReader;
import dev.hub.verticles.loss.client.Seeds;
import dev.hub.verticles.loss.client.Writer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** The writers and readers of a plan. To be used on the context of the run. */
final class Cast {
    private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;

    private final Vertx vertx;
    private final Fronts fronts;
    private final Plan plan;
    private final Bench bench;
    private final HttpClient http;
    private final WebSocketClient sockets;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Participant> readers = new ArrayList<>();

    Cast(Vertx vertx, Fronts fronts, Plan plan, Bench bench) {
        this.vertx = vertx;
        this.fronts = fronts;
        this.plan = plan;
        this.bench = bench;
        this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(64));
        this.sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(100_000)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE));
        hireWriters();
        hireReaders();
    }

    private void hireWriters() {
        for (int i = 0; i < plan.crowd().sharedWriters(); i++) {
            writers.add(writer("writer-" + i, plan.sharedChannels(), plan.habit()));
        }
        for (String channel : plan.ownedChannels()) {
            writers.add(writer("owner-of-" + channel, List.of(channel), plan.habit()));
        }
    }

    private Writer writer(String name, List<String> channels, Writer.Habit habit) {
        return new Writer(vertx, http, new Writer.Identity(name, fronts, channels, random(name), habit), bench);
    }

    private void hireReaders() {
        for (int i = 0; i < plan.crowd().readers(); i++) {
            readers.add(new Reader(
                    vertx, sockets, reader("reader-" + i, plan.crowd().restless() && i % 3 != 0), bench));
        }
        for (int i = 0; i < plan.crowd().sdkReaders(); i++) {
            readers.add(new SdkReader(vertx, reader("sdk-" + i, plan.crowd().restless() && i % 2 == 0), bench));
        }
    }

    private Reader.Identity reader(String name, boolean restless) {
        RandomGenerator random = random(name);
        List<String> channels = new ArrayList<>(plan.channels());
        Collections.shuffle(channels, Random.from(random));
        int count = Math.min(channels.size(), plan.crowd().channelsPerReader());
        return new Reader.Identity(name, fronts, List.copyOf(channels.subList(0, count)), random, restless);
    }

    private RandomGenerator random(String actor) {
        return Seeds.of(plan.seed(), actor);
    }

    List<Writer> writers() {
        return writers;
    }

    List<Participant> readers() {
        return readers;
    }

    /** One that marks the end of each channel. */
    Writer closer() {
        return writer("end", plan.channels(), new Writer.Habit(1, plan.habit().durable(), Duration.ofSeconds(20)));
    }

    /** Lets somebody in who was not there and asks each stream for all that it has; one of the readers from now on. */
    void admitLatecomer() {
        Reader.Identity identity =
                new Reader.Identity("latecomer", fronts, plan.channels(), random("latecomer"), false);
        Reader latecomer = new Reader(vertx, sockets, identity, bench);
        readers.add(latecomer);
        latecomer.startLate(!plan.tolerance().allowsLossOfAcknowledged());
    }

    /** All readers have subscribed to all their channels once. */
    boolean haveAllJoined() {
        return readers.stream()
                .flatMap(reader -> reader.tracks().values().stream())
                .allMatch(track -> track.last() != null);
    }

    /** All readers have everything that was acknowledged. */
    boolean areAllComplete() {
        return readers.stream()
                .flatMap(reader -> reader.tracks().values().stream())
                .allMatch(track -> track.isComplete());
    }
}
