package dev.hub.load.crowd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one event loop on which the whole generator runs: epoll where there is one, NIO elsewhere. Other threads get at its state only by
 * {@link #call} and {@link #after}, and those wait.
 */
public final class Loop implements AutoCloseable {
    private static final int SMALLEST_READ = 512;
    private static final int FIRST_READ = 4 * 1024;
    private static final int LARGEST_READ = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

    /** The transport in use, as a report names it. */
    public static String transport() {
        return Epoll.isAvailable() ? "epoll" : "NIO";
    }

    /** Runs it on the loop and gives its result. Fails with {@link RunFailed} when it throws. */
    public <T> T call(Callable<T> task) {
        return await(group.submit(task), PATIENCE);
    }

    /** Runs it on the loop after the delay and gives its result. Fails with {@link RunFailed} when it throws. */
    public <T> T after(Duration delay, Callable<T> task) {
        return await(group.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS), delay.plus(PATIENCE));
    }

    /** Waits for something that happens on the loop. */
    public static <T> T await(Future<T> future, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RunFailed failed ? failed : new RunFailed(String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new RunFailed("not done after " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailed("interrupted", e);
        }
    }

    EventLoopGroup group() {
        return group;
    }

    /** Sockets of this loop. They end with a reset, so that storms leave no port in TIME_WAIT. */
    Bootstrap bootstrap() {
        return new Bootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(SMALLEST_READ, FIRST_READ, LARGEST_READ))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_LINGER, 0);
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
