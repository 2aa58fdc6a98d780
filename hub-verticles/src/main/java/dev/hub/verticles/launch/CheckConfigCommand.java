package dev.hub.verticles.launch;

import dev.hub.core.config.LoadedConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells whether the configuration can be used. */
@Command(
        name = "check-config",
        description = "Check the configuration: prints ok, or all that is wrong with it (exit code 78).",
        footer = {
            "",
            "Examples:",
            "  hub check-config",
            "  hub check-config --config conf/prod.yaml",
            "  HUB_SERVER_PORT=8081 hub check-config --print-effective"
        })
final class CheckConfigCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--print-effective",
            description = "Print every key with its value and where that comes from; secrets are left out.")
    private boolean printEffective;

    CheckConfigCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded = options.load(surroundings);
        surroundings.out().println(printEffective ? loaded.toYaml().stripTrailing() : "ok");
        return ExitCode.OK;
    }
}
