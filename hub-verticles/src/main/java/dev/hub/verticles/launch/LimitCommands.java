package dev.hub.verticles.launch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the limits of a running hub, by the HTTP API. */
@Command(
        name = "limit",
        description =
                "Say who may do how much in which time, on all instances of a running hub, and see what comes of it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub limit rule put chat-per-user --match operation=publish --per user --limit 5 --period 10s",
            "  hub limit rule list",
            "  hub limit peek operation=publish user=42",
            "  hub limit report",
            "  hub limit price put 'gpt-4o*' --input 2.50 --output 10"
        })
final class LimitCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private LimitCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LimitCommands())
                .addSubcommand(LimitRuleCommands.commandLine(surroundings))
                .addSubcommand(LimitPriceCommands.commandLine(surroundings))
                .addSubcommand(new LimitAskCommand.Check(surroundings))
                .addSubcommand(new LimitAskCommand.Peek(surroundings))
                .addSubcommand(new LimitAskCommand.Refund(surroundings))
                .addSubcommand(new LimitBudgetCommands.Release(surroundings))
                .addSubcommand(new LimitBudgetCommands.Reserve(surroundings))
                .addSubcommand(new LimitBudgetCommands.Settle(surroundings))
                .addSubcommand(new LimitReportCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: rule, price, check, peek, refund, release, reserve, settle or report");
    }
}
