package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a running hub how it is. */
@Command(
        name = "health",
        description = "Ask a running hub whether it can do its work: exit code 0 if so, else 1.",
        footer = {"", "Examples:", "  hub health", "  hub health --live --url http://10.0.0.7:8000"})
final class HealthCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(names = "--live", description = "Ask only whether the process is alive, not whether Valkey is reached.")
    private boolean live;

    HealthCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        HubConfig config = remote.load(surroundings);
        String path = live ? "/health/live" : "/health/ready";
        HttpResponse<String> response = HubHttp.send(HttpRequest.newBuilder(remote.address(config, "http", path)));
        surroundings.out().println(response.body().strip());
        return response.statusCode() == 200 ? ExitCode.OK : ExitCode.FAILURE;
    }
}
