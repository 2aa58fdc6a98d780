package dev.hub.load.crowd;

import dev.hub.load.dialect.Dialect;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.wire.ClientFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;

/** The one connection that publishes. It speaks the same protocol as the subscribers. */
public final class Publisher implements AutoCloseable {
    private final Crowd alone;
    private final Dialect dialect;
    private final Stamps stamps;
    private long published;

    /** Connects, and waits until the server has confirmed it. */
    public Publisher(Loop loop, InetSocketAddress server, Dialect dialect, Stamps stamps) {
        this.dialect = dialect;
        this.stamps = stamps;
        this.alone = new Crowd(loop, server, dialect, Role.PUBLISHER, stamps);
        alone.open(1);
    }

    /** Messages published so far. On the event loop. */
    public long published() {
        return published;
    }

    /** Sends so many publications in one write, a frame each, all said to be sent then. On the event loop. */
    public void publish(int count, long then) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.buffer();
        for (int i = 0; i < count; i++) {
            ClientFrames.text(out, dialect.publication(++published + 1, stamps.payload(then)));
        }
        alone.members().getFirst().write(out);
    }

    /** What became of the connection: its losses are failures of the run. */
    public Tally tally() {
        return alone.tally();
    }

    @Override
    public void close() {
        alone.close();
    }
}
