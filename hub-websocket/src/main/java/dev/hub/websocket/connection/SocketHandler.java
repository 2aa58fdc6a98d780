package dev.hub.websocket.connection;

import dev.hub.core.decision.Headers;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.JsonCommands;
import dev.hub.websocket.frame.FrameDecoder;
import dev.hub.websocket.frame.FrameListener;
import dev.hub.websocket.outbound.ControlFrames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.ContextInternal;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands at the end of one socket's pipeline and turns what Netty tells into what the connection understands. */
final class SocketHandler extends ChannelInboundHandlerAdapter implements FrameListener {
    private static final Logger LOG = LoggerFactory.getLogger(SocketHandler.class);

    private final LoopScope scope;
    private final Headers headers;
    private final FrameDecoder decoder;

    @SuppressWarnings("NullAway.Init") // set before anything can be read
    private ClientConnection connection;

    SocketHandler(LoopScope scope, Headers headers) {
        this.scope = scope;
        this.headers = headers;
        this.decoder = new FrameDecoder(this, scope.limits.maxMessageBytes());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext socket) {
        connection = new ClientConnection(scope, socket, headers);
        connection.open();
    }

    @Override
    public void channelRead(ChannelHandlerContext socket, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                onContext(() -> decoder.decode(bytes));
            }
        } catch (RuntimeException bug) {
            LOG.warn("A message of client {} was not understood by the hub itself", connection, bug);
            connection.close(CloseCode.SERVER_ERROR);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Futures that are made in here complete on the verticle's context. */
    private void onContext(Runnable action) {
        ContextInternal previous = scope.context.beginDispatch();
        try {
            action.run();
        } finally {
            scope.context.endDispatch(previous);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext socket) {
        connection.outbound().writabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext socket) {
        onContext(connection::gone);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext socket, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("Client {} was cut off: {}", connection, cause.getMessage());
        } else {
            LOG.debug("The socket of client {} failed", connection, cause);
        }
        connection.cut();
    }

    @Override
    public void text(byte[] message) {
        List<Command> commands;
        try {
            commands = JsonCommands.decode(message);
        } catch (IllegalArgumentException malformed) {
            LOG.debug("Client {} sent {}", connection, malformed.getMessage());
            connection.close(CloseCode.BAD_REQUEST);
            return;
        }
        commands.forEach(connection::receive);
    }

    @Override
    public void binary(byte[] message) {
        connection.close(CloseCode.INAPPROPRIATE_PROTOCOL);
    }

    @Override
    public void ping(byte[] payload) {
        connection.outbound().offer(ControlFrames.pong(payload));
    }

    @Override
    public void close(int code) {
        connection.closedByClient(code);
    }

    @Override
    public void violation(CloseCode code) {
        connection.close(code);
    }
}
