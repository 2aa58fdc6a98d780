package dev.hub.load.scenario;

import dev.hub.load.dialect.Centrifuge;
import dev.hub.load.dialect.Channels;
import dev.hub.load.dialect.Credentials;
import dev.hub.load.server.Contender;
import dev.hub.load.server.Start;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * As much of a hub as the generator needs, on an implementation of WebSocket that is not ours: one channel, one event loop. It coalesces:
 * all publications of one read go out as one frame of several lines. It can be told to do wrong.
 */
final class SmallHub implements AutoCloseable {
    /** What it does wrong to the first subscriber, with the tenth publication. */
    enum Fault {
        NONE,
        DROPS,
        DOUBLES,
        CLOSES,
        REFUSES_SUBSCRIBERS
    }

    private static final int WRONG = 10;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Set<Channel> subscribers = new LinkedHashSet<>();
    private final Fault fault;
    private final InetSocketAddress address;
    private int published;

    SmallHub(Fault fault) {
        this.fault = fault;
        this.address = (InetSocketAddress) new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(8192))
                                .addLast(new WebSocketServerProtocolHandler(Centrifuge.DEFAULT_PATH))
                                .addLast(new Connection());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel()
                .localAddress();
    }

    /** This server as one under test; the process is our own. */
    Contender contender() {
        return new Contender(
                "small",
                "a server of the tests",
                new Centrifuge(Centrifuge.DEFAULT_PATH, Credentials.none(), Channels.SHARED),
                Contender.Collector.JVM,
                new Start.Attached(
                        address, OptionalLong.of(ProcessHandle.current().pid())));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void fanOut(List<String> lines) {
        boolean wrong = published < WRONG && published + lines.size() >= WRONG;
        published += lines.size();
        String frame = String.join("\n", lines);
        boolean first = true;
        for (Channel subscriber : List.copyOf(subscribers)) {
            switch (wrong && first ? fault : Fault.NONE) {
                case NONE, REFUSES_SUBSCRIBERS -> send(subscriber, frame);
                case DROPS -> {}
                case DOUBLES -> send(subscriber, frame + "\n" + lines.getLast());
                case CLOSES -> send(subscriber, new CloseWebSocketFrame(3008, "slow"));
            }
            first = false;
        }
    }

    private static void send(Channel channel, String text) {
        send(channel, new TextWebSocketFrame(text));
    }

    private static void send(Channel channel, WebSocketFrame frame) {
        // A write that fails ends the connection, and the generator notices.
        ChannelFuture unused = channel.writeAndFlush(frame);
    }

    private final class Connection extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        private final List<String> publications = new ArrayList<>();

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            frame.text().lines().forEach(line -> {
                if (line.contains("\"connect\"")) {
                    send(ctx.channel(), "{\"id\":1,\"connect\":{\"client\":\"c\",\"ping\":25,\"pong\":true}}");
                } else if (line.contains("\"subscribe\"")) {
                    subscribe(ctx.channel());
                } else if (line.contains("\"publish\"")) {
                    publications.add(push(line));
                    send(ctx.channel(), "{\"id\":9,\"publish\":{}}");
                }
            });
        }

        private void subscribe(Channel channel) {
            if (fault == Fault.REFUSES_SUBSCRIBERS) {
                send(channel, "{\"id\":2,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");
            } else {
                subscribers.add(channel);
                send(channel, "{\"id\":2,\"subscribe\":{}}");
            }
        }

        private static String push(String line) {
            String data = line.substring(line.indexOf("\"data\":") + 7, line.length() - 2);
            return "{\"push\":{\"channel\":\"load\",\"pub\":{\"data\":" + data + "}}}";
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            if (!publications.isEmpty()) {
                fanOut(List.copyOf(publications));
                publications.clear();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            subscribers.remove(ctx.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ChannelFuture unused = ctx.close();
        }
    }
}
