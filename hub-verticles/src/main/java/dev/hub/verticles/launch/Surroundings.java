package dev.hub.verticles.launch;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * What a command sees of the process that it runs in.
 *
 * @param environment the environment variables
 * @param home the hub's own directory: of conf/ and data/
 * @param directory where the user is
 * @param program how the user calls the program, to be used in examples
 * @param coloured a person reads the output, on a terminal that has colours
 * @param clock tells the time
 * @param in what is piped in, or typed
 * @param out for results
 * @param err for everything else
 */
record Surroundings(
        Map<String, String> environment,
        Path home,
        Path directory,
        String program,
        boolean coloured,
        InstantSource clock,
        InputStream in,
        PrintWriter out,
        PrintWriter err) {
    /** Those of this process; the launcher script says by system properties what only it can know. */
    static Surroundings ofThisProcess() {
        Path directory = Path.of("").toAbsolutePath();
        return new Surroundings(
                System.getenv(),
                directory.resolve(System.getProperty("hub.home", "")),
                directory,
                System.getProperty("hub.program", "hub"),
                Boolean.getBoolean("hub.coloured"),
                InstantSource.system(),
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
