package dev.hub.core.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy on a loopback port before a target, to break the connection between two that know nothing of it. It begins
 * by passing everything on; each fault lasts until the next call. Its methods may be called from any thread and take
 * effect at once for connections that exist and those to come.
 */
public final class FaultProxy implements AutoCloseable {
    /** One way through the proxy. */
    public enum Direction {
        /** From the client. */
        TO_TARGET,
        /** From the target. */
        TO_CLIENT
    }

    private final InetSocketAddress target;
    private final int port;
    private final Gate toTarget = new Gate();
    private final Gate toClient = new Gate();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread acceptor;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.listener = listenOnFreePort();
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
    }

    /** A proxy in front of a server. */
    public static FaultProxy before(ServerProcess server) {
        return before(server.host(), server.port());
    }

    /** A proxy in front of any address; nothing is connected before a client comes. */
    public static FaultProxy before(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a proxy before " + host + ":" + port, e);
        }
    }

    /** Always 127.0.0.1. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port that it was given at its start, kept over {@link #refuse}. */
    public int port() {
        return port;
    }

    /** {@code host:port}. */
    public String address() {
        return host() + ":" + port;
    }

    /** How many connections go through it now. */
    public int connectionCount() {
        return connections.size();
    }

    /** Ends every fault. What a {@link #blackhole} held back is delivered, as TCP does after a partition. */
    public synchronized void pass() {
        toTarget.pass();
        toClient.pass();
        listenAgain();
    }

    /** Every byte arrives that much later, in both directions; a round trip takes twice as long more. */
    public synchronized void delay(Duration time) {
        delay(Direction.TO_TARGET, time);
        delay(Direction.TO_CLIENT, time);
    }

    /** Every byte in one direction arrives that much later; throughput stays. */
    public synchronized void delay(Direction direction, Duration time) {
        gate(direction).delay(time);
        listenAgain();
    }

    /** Nothing arrives in either direction, neither data nor the end of a connection; connections are still accepted. */
    public synchronized void blackhole() {
        blackhole(Direction.TO_TARGET);
        blackhole(Direction.TO_CLIENT);
    }

    /** Nothing arrives in one direction, the other goes on. */
    public synchronized void blackhole(Direction direction) {
        gate(direction).hold();
        listenAgain();
    }

    /** New connections are refused; those that exist go on, unless {@link #cut} as well. */
    public synchronized void refuse() {
        closeListener();
    }

    /** Ends all connections in an orderly way (FIN on both sides), even in a blackhole. New ones are accepted as before. */
    public void cut() {
        connections.forEach(ProxiedConnection::close);
    }

    /** Ends all connections by RST on both sides. New ones are accepted as before. */
    public void reset() {
        connections.forEach(ProxiedConnection::reset);
    }

    private Gate gate(Direction direction) {
        return switch (direction) {
            case TO_TARGET -> toTarget;
            case TO_CLIENT -> toClient;
        };
    }

    private static ServerSocket listenOnFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return listenOn(Ports.free());
            } catch (SocketException taken) {
                if (attempt == 5) {
                    throw taken;
                }
            }
        }
    }

    private static ServerSocket listenOn(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void listenAgain() {
        if (!listener.isClosed()) {
            return;
        }
        try {
            listener = listenOn(port);
            acceptor = accept(listener);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + address() + " again", e);
        }
    }

    private Thread accept(ServerSocket from) {
        return Thread.ofVirtual().name("proxy " + port).start(() -> {
            while (!from.isClosed()) {
                try {
                    serve(from.accept());
                } catch (IOException closed) {
                    // By refuse() or close(); the loop ends.
                }
            }
        });
    }

    private void serve(Socket client) {
        ProxiedConnection connection = new ProxiedConnection(client, target, connections::remove);
        connections.add(connection);
        connection.start(toTarget, toClient);
    }

    /** The system goes on to accept until the thread that waits for connections has let go of the socket. */
    private void closeListener() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop listening on " + address(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing " + address(), e);
        }
    }

    @Override
    public synchronized void close() {
        closeListener();
        reset();
        toTarget.pass();
        toClient.pass();
    }
}
