package dev.hub.load.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How a server comes to run. */
public sealed interface Start {
    /** A program that takes a free port and prints {@code listening <port>}. It ends when its standard input does. */
    record Announced(List<String> command, Path directory) implements Start {}

    /**
     * A program that is told its port: {@code {port}} in the command becomes a free one, {@code {data}} an empty directory that is deleted
     * afterwards. The process measured is the one that listens on the port, whichever of the program's descendants that is.
     *
     * @param environment added to ours; secrets go this way, for a command line can be read by everybody
     */
    record AtPort(List<String> command, Path directory, Map<String, String> environment) implements Start {
        @Override
        public String toString() {
            return "AtPort[command=" + command + ", directory=" + directory + ", environment=" + environment.keySet()
                    + "]";
        }
    }

    /**
     * It runs already, and is left running.
     *
     * @param pid of the server; empty = the process of this machine that listens on the port
     */
    record Attached(InetSocketAddress address, OptionalLong pid) implements Start {}
}
