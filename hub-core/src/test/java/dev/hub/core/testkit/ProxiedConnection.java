package dev.hub.core.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * One connection through a {@link FaultProxy}. Each direction has a reader, which notes when bytes came, and a writer, which
 * lets them go when the gate says so; between them is a bounded queue, so that a delay costs no throughput.
 */
final class ProxiedConnection {
    private static final int QUEUE = 256;

    private final Socket client;
    private final Socket server = new Socket();
    private final InetSocketAddress target;
    private final Consumer<ProxiedConnection> onClose;
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    ProxiedConnection(Socket client, InetSocketAddress target, Consumer<ProxiedConnection> onClose) {
        this.client = client;
        this.target = target;
        this.onClose = onClose;
    }

    /** What came out of a connection. */
    private sealed interface Arrival {
        long nanos();

        record Bytes(ByteBuffer bytes, long nanos) implements Arrival {}

        record End(long nanos) implements Arrival {}

        record Reset(long nanos) implements Arrival {}
    }

    void start(Gate toTarget, Gate toClient) {
        spawn(() -> {
            // A connection that is made during a blackhole does not reach the target before its end.
            toTarget.await(System.nanoTime());
            client.setTcpNoDelay(true);
            try {
                server.connect(target, 5000);
            } catch (IOException refused) {
                reset();
                return;
            }
            server.setTcpNoDelay(true);
            pump(client, server, toTarget);
            pump(server, client, toClient);
        });
    }

    private void pump(Socket from, Socket to, Gate gate) {
        BlockingQueue<Arrival> queue = new ArrayBlockingQueue<>(QUEUE);
        spawn(() -> read(from, queue));
        spawn(() -> write(queue, to, gate));
    }

    private static void read(Socket from, BlockingQueue<Arrival> queue) throws InterruptedException {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                queue.put(new Arrival.Bytes(ByteBuffer.wrap(Arrays.copyOf(buffer, count)), System.nanoTime()));
            }
            queue.put(new Arrival.End(System.nanoTime()));
        } catch (IOException broken) {
            queue.put(new Arrival.Reset(System.nanoTime()));
        }
    }

    private void write(BlockingQueue<Arrival> queue, Socket to, Gate gate) throws IOException, InterruptedException {
        boolean open = true;
        while (open) {
            Arrival arrival = queue.take();
            gate.await(arrival.nanos());
            open = arrival instanceof Arrival.Bytes;
            switch (arrival) {
                case Arrival.Bytes data ->
                    to.getOutputStream().write(data.bytes().array());
                case Arrival.End end -> end(to);
                case Arrival.Reset reset -> reset();
            }
        }
    }

    private void end(Socket to) throws IOException {
        to.shutdownOutput();
        if (client.isOutputShutdown() && server.isOutputShutdown()) {
            close();
        }
    }

    /** What may fail because a socket was closed under it. */
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private void spawn(Step step) {
        threads.add(Thread.ofVirtual().name("proxied connection").start(() -> {
            try {
                step.run();
            } catch (IOException broken) {
                // The reader of the same socket passes the news on, through the gate of its direction.
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
        threads.forEach(Thread::interrupt);
        onClose.accept(this);
    }

    void reset() {
        linger(client);
        linger(server);
        close();
    }

    /** With no time to linger, close sends RST. */
    private static void linger(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException alreadyBroken) {
            // Then there is nobody to send a reset to.
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is gone either way.
        }
    }
}
