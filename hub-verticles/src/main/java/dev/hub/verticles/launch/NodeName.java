package dev.hub.verticles.launch;

import dev.hub.core.config.ServerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What people call this instance. */
final class NodeName {
    private NodeName() {}

    /** As configured; by default the machine's name and the port. */
    static String of(ServerConfig config) {
        return config.name().isEmpty() ? hostName() + ":" + config.port() : config.name();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        }
    }
}
