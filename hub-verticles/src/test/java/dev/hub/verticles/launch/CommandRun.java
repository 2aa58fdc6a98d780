package dev.hub.verticles.launch;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** One run of the command line inside this JVM: what it printed and the exit code. */
record CommandRun(int exitCode, String out, String err) {
    /** Runs {@code arguments} with {@code home} as the hub's and the user's directory. */
    static CommandRun of(Path home, String... arguments) {
        return of(home, Map.of(), arguments);
    }

    /** The same with environment variables. */
    static CommandRun of(Path home, Map<String, String> environment, String... arguments) {
        return withInput("", home, environment, arguments);
    }

    /** The same with {@code input} on standard input. */
    static CommandRun withInput(String input, Path home, Map<String, String> environment, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                environment,
                home,
                home,
                "./hub",
                false,
                InstantSource.system(),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
        int exitCode = HubCommand.commandLine(surroundings).execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
