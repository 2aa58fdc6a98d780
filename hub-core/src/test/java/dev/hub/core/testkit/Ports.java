package dev.hub.core.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports below the range that systems give to outgoing connections: a port whose server is down for a moment
 * is not taken by somebody's client, nor does a client that keeps trying it connect to itself.
 */
public final class Ports {
    private static final int FIRST = 10_000;
    private static final int COUNT = 11_000;
    /** Where a cluster node of 6.2 has its bus, above its port. */
    static final int BUS_OFFSET = 10_000;

    private Ports() {}

    /** A port that was free a moment ago, with its bus port. Another process may be faster: who binds it tries again. */
    public static int free() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = FIRST + ThreadLocalRandom.current().nextInt(COUNT);
            if (isFree(port) && isFree(port + BUS_OFFSET)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + (FIRST + COUNT));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
