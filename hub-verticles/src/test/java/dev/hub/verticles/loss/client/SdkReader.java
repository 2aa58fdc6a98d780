package dev.hub.verticles.loss.client;

import dev.hub.core.testkit.Programs;
import dev.hub.verticles.loss.judge.Track;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reader that is the official SDK for JavaScript, in a Node process that prints each of its events as a line of JSON. */
public final class SdkReader implements Participant {
    private static final Path HOME = Path.of("src", "test", "sdk").toAbsolutePath();

    private final Reader.Identity identity;
    private final Bench bench;
    private final Receipts receipts;
    private final Context context;
    private @Nullable Process process;
    private volatile boolean stopped;

    /** Of one identity; does nothing before {@link #start}. */
    public SdkReader(Vertx vertx, Reader.Identity identity, Bench bench) {
        this.identity = identity;
        this.bench = bench;
        this.receipts = new Receipts(identity.name(), identity.channels(), bench);
        this.context = vertx.getOrCreateContext();
        Programs.requireFile(
                "centrifuge SDK for JavaScript (./check installs it)", HOME.resolve("node_modules/centrifuge"));
    }

    @Override
    public void start() {
        receipts.present();
        ProcessBuilder builder = new ProcessBuilder(Programs.require("node").toString(), "loss-reader.mjs")
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment());
        try {
            Process started = builder.start();
            process = started;
            Thread.ofVirtual().start(() -> listen(started.inputReader(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start Node", failed);
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "PORTS",
                identity.fronts().ports().stream().map(String::valueOf).collect(Collectors.joining(",")),
                "TOKEN",
                identity.fronts().tokens().apply(identity.name()),
                "CHANNELS",
                identity.channels().stream().collect(Collectors.joining(",")),
                "RESTLESS",
                Boolean.toString(identity.restless()),
                "SEED",
                Long.toString(identity.random().nextLong(1, 1L << 31)));
    }

    private void listen(BufferedReader lines) {
        try (lines) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject event = new JsonObject(line);
                pass(() -> happened(event));
            }
        } catch (IOException closed) {
            // Its end, as the end of its output is.
        }
        pass(this::ended);
    }

    /** After the end of the run its context takes nothing more. */
    private void pass(Runnable told) {
        if (!stopped) {
            context.runOnContext(now -> told.run());
        }
    }

    private void happened(JsonObject event) {
        if (stopped) {
            return;
        }
        String channel = event.getString("channel", "");
        switch (event.getString("event")) {
            case "present" -> receipts.present();
            case "subscribed" -> receipts.positioned(channel, event);
            case "publication" -> receipts.published(channel, event, false);
            case "interrupted" -> receipts.of(channel).interrupted("unsubscribe " + event.getInteger("code"));
            case "refused" -> bench.refused(identity.name(), event.encode());
            default -> throw new IllegalArgumentException("no such event: " + event);
        }
    }

    private void ended() {
        if (!stopped) {
            bench.refused(identity.name(), "the SDK's process has ended");
        }
    }

    /** A line on its standard input ends its restlessness. */
    @Override
    public void stay() {
        Process running = process;
        if (running != null) {
            try {
                running.getOutputStream().write('\n');
                running.getOutputStream().flush();
            } catch (IOException gone) {
                bench.refused(identity.name(), "the SDK's process does not listen: " + gone);
            }
        }
    }

    @Override
    public void stop() {
        stopped = true;
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public String name() {
        return identity.name();
    }

    @Override
    public Map<String, Track> tracks() {
        return receipts.tracks();
    }
}
