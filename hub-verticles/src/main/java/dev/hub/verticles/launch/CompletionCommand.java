package dev.hub.verticles.launch;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a script that teaches a shell to complete our words. */
@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(hub completion bash)                            for this shell",
            "  hub completion bash > ~/.local/share/bash-completion/completions/hub",
            "  hub completion zsh > ~/.zsh/hub-completion.sh            and source it in ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    /** Shells that it knows. */
    enum Shell {
        BASH,
        ZSH
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh; the script is the same and fits itself to either.")
    private Shell shell = Shell.BASH;

    @Override
    public Integer call() {
        spec.commandLine()
                .getOut()
                .println("# Completion of hub for " + shell.name().toLowerCase(Locale.ROOT));
        spec.commandLine().getOut().print(AutoComplete.bash("hub", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
