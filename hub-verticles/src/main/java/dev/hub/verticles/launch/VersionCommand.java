package dev.hub.verticles.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells the version. */
@Command(
        name = "version",
        description = "Print the version of the hub and of the Java that runs it.",
        footer = {"", "Example:", "  hub version"})
final class VersionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println("hub " + Version.ofThisHub() + " (Java " + Runtime.version() + ", "
                        + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ")");
        return ExitCode.OK;
    }
}
