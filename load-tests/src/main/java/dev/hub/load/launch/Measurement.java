package dev.hub.load.launch;

import dev.hub.load.scenario.Scenario;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subcommand that measures something. */
abstract class Measurement implements Callable<Integer> {
    @Mixin
    private RunOptions run = new RunOptions();

    @Mixin
    private HubOptions hub = new HubOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** What to measure, as the options say. IllegalArgumentException names an option and its rule. */
    abstract List<Scenario> scenarios();

    @Override
    public Integer call() {
        try {
            var command = spec.commandLine();
            return new Session(run, hub, command.getOut(), command.getErr()).run(spec.name(), scenarios());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
