package dev.hub.verticles.launch;

/** The program: {@code hub <command>}. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(HubCommand.commandLine(Surroundings.ofThisProcess()).execute(arguments));
    }
}
