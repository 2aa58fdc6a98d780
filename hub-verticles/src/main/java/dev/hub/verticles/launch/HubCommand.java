package dev.hub.verticles.launch;

import dev.hub.core.config.ConfigException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line as a whole: {@code hub <command>}. */
@Command(
        name = "hub",
        description = "An event-driven real-time hub on Vert.x and Valkey.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "First steps:",
            "  hub serve                                 start a hub on this machine",
            "  hub token --user ann --channels news      a token to connect with",
            "  hub subscribe news                        print what is published to news",
            "  hub publish news '{\"text\":\"hello\"}'       publish to news",
            "",
            "hub COMMAND --help explains a command. Exit codes: 0 done, 1 failed, 2 wrong usage, 78 wrong"
                    + " configuration."
        })
final class HubCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean verbose;

    /** The commands, ready to execute. */
    static CommandLine commandLine(Surroundings surroundings) {
        HubCommand root = new HubCommand();
        CommandLine line = new CommandLine(root)
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new CheckConfigCommand(surroundings))
                .addSubcommand(TokenCommand.commandLine(surroundings))
                .addSubcommand(new PublishCommand(surroundings))
                .addSubcommand(new SubscribeCommand(surroundings))
                .addSubcommand(new NodesCommand(surroundings))
                .addSubcommand(new ConnectionsCommand(surroundings))
                .addSubcommand(new ChannelsCommand(surroundings))
                .addSubcommand(new PresenceCommand(surroundings))
                .addSubcommand(new DisconnectCommand(surroundings))
                .addSubcommand(UserCommands.commandLine(surroundings))
                .addSubcommand(NamespaceCommands.commandLine(surroundings))
                .addSubcommand(ConsumerCommandLine.commandLine(surroundings))
                .addSubcommand(JobCommandLine.commandLine(surroundings))
                .addSubcommand(QueueCommandLine.commandLine(surroundings))
                .addSubcommand(WebhookCommands.commandLine(surroundings))
                .addSubcommand(ScheduleCommands.commandLine(surroundings))
                .addSubcommand(LimitCommands.commandLine(surroundings))
                .addSubcommand(new HealthCommand(surroundings))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new VersionCommand());
        return line.setOut(surroundings.out())
                .setErr(surroundings.err())
                .setColorScheme(Help.defaultColorScheme(surroundings.coloured() ? Ansi.ON : Ansi.OFF))
                .setExpandAtFiles(false) // an @ says that data is in a file
                .setUsageHelpWidth(110)
                .setUsageHelpLongOptionsMaxWidth(34)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> explainUsage(wrong))
                .setExecutionExceptionHandler((failure, command, result) -> root.explain(failure, command));
    }

    /** Without a command there is nothing to do but to explain. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int explainUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String message = String.valueOf(wrong.getMessage());
        command.getErr().println(command.getColorScheme().errorText("hub: " + message));
        List<String> similar = CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr())
                ? List.of()
                : List.of("See " + command.getCommandSpec().qualifiedName() + " --help.");
        similar.forEach(command.getErr()::println);
        return ExitCode.USAGE;
    }

    private int explain(Exception failure, CommandLine command) {
        if (verbose) {
            failure.printStackTrace(command.getErr());
        }
        int exitCode = ExitCode.FAILURE;
        String message = "internal error, please report it (--verbose shows more): " + failure;
        if (failure instanceof CommandFailure expected) {
            exitCode = expected.exitCode();
            message = String.valueOf(expected.getMessage());
        } else if (failure instanceof ConfigException invalid) {
            exitCode = ExitCode.CONFIG;
            message = describe(invalid);
        }
        command.getErr().println(command.getColorScheme().errorText("hub: " + message));
        return exitCode;
    }

    private static String describe(ConfigException invalid) {
        int count = invalid.problems().size();
        String title =
                count == 1 ? "the configuration has a problem:" : "the configuration has " + count + " problems:";
        return title + "\n  " + String.valueOf(invalid.getMessage()).replace("\n", "\n  ");
    }
}
