package dev.hub.verticles.launch;

import dev.hub.core.config.ConfigSource;
import dev.hub.core.config.HubConfig;
import dev.hub.verticles.namespace.ChannelsSource;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a hub until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Start a hub and run it until SIGTERM or Ctrl-C.",
            "Without valkey.url it runs a private Valkey of its own; without secrets it makes some and keeps them in",
            "data-dir; without channels it opens demo:* to whoever has a token, on this machine only. When told to stop it says goodbye to its clients and ends with exit code 0."
        },
        footer = {
            "",
            "Examples:",
            "  hub serve",
            "  hub serve --set server.port=8081 --set valkey.url=valkey://127.0.0.1:6379",
            "  HUB_SERVER_HOST=0.0.0.0 hub serve --config conf/prod.yaml"
        })
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        ConfigSource source = options.source(surroundings);
        HubConfig given = source.load().config();
        OwnSecrets secrets = new OwnSecrets(given.valkey().dataDir());
        HubConfig config = DemoChannels.open(secrets.complete(given));
        Hub hub = start(config, new FileChannels(source, given));
        Hangup.call(hub::reload);
        stopWithTheProcess(hub, config.server().shutdownTimeout());
        Banner banner = new Banner(surroundings, config, hub.port());
        banner.print(secrets, given, options.forExamples(), sinceStart());
        new CountDownLatch(1).await(); // the shutdown hook ends the process
        return ExitCode.OK;
    }

    private static Hub start(HubConfig config, ChannelsSource source) throws InterruptedException {
        try {
            return Hub.start(config, source)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException failed) {
            throw StartFailure.explain(config, failed.getCause() == null ? failed : failed.getCause());
        }
    }

    /** Ends with 0 on a signal, as a service that was asked to stop and did: the JVM by itself would say 143. */
    private void stopWithTheProcess(Hub hub, Duration limit) {
        Thread stop = new Thread(() -> Runtime.getRuntime().halt(stop(hub, limit)), "hub-stop");
        Runtime.getRuntime().addShutdownHook(stop);
    }

    private int stop(Hub hub, Duration limit) {
        surroundings.err().println("hub: stopping");
        try {
            hub.stop().toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            surroundings.err().println("hub: stopped");
            return ExitCode.OK;
        } catch (TimeoutException late) {
            surroundings.err().println("hub: not stopped within server.shutdown-timeout; ending all the same");
        } catch (ExecutionException | InterruptedException failed) {
            surroundings.err().println("hub: stopping failed: " + failed.getMessage());
        }
        return ExitCode.FAILURE;
    }

    private Duration sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, surroundings.clock().instant()))
                .orElse(Duration.ZERO);
    }
}
