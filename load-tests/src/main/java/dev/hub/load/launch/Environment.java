package dev.hub.load.launch;

import dev.hub.load.crowd.Loop;
import dev.hub.load.proc.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machine and the versions, for the report. */
final class Environment {
    private static final String UNKNOWN = "unknown";

    private Environment() {}

    /** What can be found out, in the order of the report. Names of hosts and users are left out. */
    static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "CPU",
                field(Path.of("/proc/cpuinfo"), "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors");
        facts.put("memory", field(Path.of("/proc/meminfo"), "MemTotal"));
        facts.put(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        facts.put("generator", "Java " + Runtime.version() + ", " + Loop.transport());
        facts.put("hub", "commit " + tool("git", "describe", "--always", "--dirty"));
        facts.put("Node", tool("node", "--version"));
        facts.put("ws, socket.io", packages());
        facts.put("C compiler", tool("cc", "--version").lines().findFirst().orElse(UNKNOWN));
        return facts;
    }

    private static String packages() {
        return field(Path.of("peers/package.json"), "\"ws\"") + ", "
                + field(Path.of("peers/package.json"), "\"socket.io\"");
    }

    private static String tool(String... command) {
        return Tool.output(List.of(command)).orElse(UNKNOWN);
    }

    /** The value of the first line {@code name : value}. */
    private static String field(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.strip().startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1)
                            .replaceAll("[\",]", "")
                            .strip())
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
