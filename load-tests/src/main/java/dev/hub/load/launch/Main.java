package dev.hub.load.launch;

import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** The load tests' command line. Tables go to standard output, progress to standard error. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        description =
                "Measures the hub beside the bare send() floor, ws and Socket.IO, on this machine, in interleaved rounds.",
        footer = {"", "Paths are relative to load-tests. Reports: load-tests/reports. Method: load-tests/README.md."},
        subcommands = {
            SuiteCommand.class,
            FanOutCommand.class,
            OpenFanOutCommand.class,
            IdleCommand.class,
            ConnectStormCommand.class
        })
public final class Main {
    private Main() {}

    /** Exits with 0 when all was measured and no target missed, 1 when not, 2 on wrong options. */
    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
