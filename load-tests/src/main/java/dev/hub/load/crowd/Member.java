package dev.hub.load.crowd;

import dev.hub.load.dialect.Dialogue;
import dev.hub.load.dialect.Line;
import dev.hub.load.wire.ClientFrames;
import dev.hub.load.wire.FrameReader;
import dev.hub.load.wire.FrameSink;
import dev.hub.load.wire.Handshake;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/** One connection of a crowd: handshake, then its dialogue, then counting. On the event loop. */
final class Member extends ChannelInboundHandlerAdapter implements FrameSink, Line {
    private final Crowd crowd;
    private final Dialogue dialogue;
    private final Arrival arrival;
    private final boolean timed;
    private final FrameReader frames = new FrameReader();
    private @Nullable ChannelHandlerContext context;
    private String end = "closed by the server without a reason";
    private boolean upgraded;
    private boolean arrived;
    private boolean leaving;
    private long lastStamp;
    private long delivered;

    /** @param timed whether every delivery's time stamp is read; costs time, so not all do */
    Member(Crowd crowd, int number, boolean timed, Arrival arrival) {
        this.crowd = crowd;
        this.arrival = arrival;
        this.timed = timed;
        this.dialogue = crowd.dialect().begin(crowd.role(), number, this);
    }

    /** The connection could not be made at all. */
    void unreachable(Throwable cause) {
        fail(new RunFailed("cannot connect: " + cause.getMessage(), cause));
    }

    /** Deliveries to this connection since it began. */
    long deliveredCount() {
        return delivered;
    }

    /** Ends the connection from our side. It counts as no loss. */
    void leave() {
        leaving = true;
        hangUp();
    }

    /** Writes bytes that are frames already. */
    void write(ByteBuf bytes) {
        if (context == null || leaving) {
            bytes.release();
        } else {
            // A write that fails ends the connection, and that is counted.
            ChannelFuture unused = context.writeAndFlush(bytes, context.voidPromise());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        write(ctx.alloc().buffer().writeBytes(crowd.handshake()));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (upgraded) {
                frames.read(bytes, this);
            } else {
                upgrade(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    /** All servers under test answer the handshake in one segment; a cut one is a failure, not a case to be handled. */
    private void upgrade(ByteBuf bytes) {
        if (!Handshake.answered(bytes)) {
            refused("the answer to the handshake came in pieces");
            return;
        }
        upgraded = true;
        dialogue.opened();
        if (bytes.isReadable()) {
            frames.read(bytes, this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        frames.release();
        if (leaving) {
            return;
        }
        if (arrived) {
            crowd.tally().lost(end);
        } else {
            fail(new RunFailed(end));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end = cause.toString();
        hangUp();
    }

    @Override
    public void message(ByteBuf bytes, int start, int length) {
        dialogue.received(bytes, start, length);
    }

    @Override
    public void ping(byte[] payload) {
        if (context != null) {
            ByteBuf out = context.alloc().buffer();
            ClientFrames.pong(out, payload);
            write(out);
        }
    }

    @Override
    public void closed(int code, String reason) {
        end = "closed by the server with " + code + " " + reason;
        hangUp();
    }

    @Override
    public void say(byte[] text) {
        if (context != null) {
            ByteBuf out = context.alloc().buffer();
            ClientFrames.text(out, text);
            write(out);
        }
    }

    @Override
    public void ready() {
        if (!arrived) {
            arrived = true;
            arrival.confirmed(this);
        }
    }

    @Override
    public void delivered(ByteBuf bytes, int start, int length) {
        delivered++;
        if (timed) {
            time(crowd.stamps().read(bytes, start, length));
        }
        crowd.tally().delivered();
    }

    private void time(long stamp) {
        if (stamp <= lastStamp) {
            crowd.tally().disorder();
        }
        lastStamp = stamp;
        crowd.tally().timed(crowd.stamps().now() - stamp);
    }

    @Override
    public void refused(String why) {
        end = "refused by the server: " + why;
        hangUp();
    }

    private void hangUp() {
        if (context != null) {
            ChannelFuture unused = context.close();
        }
    }

    private void fail(RunFailed why) {
        if (!arrived) {
            arrived = true;
            arrival.failed(why);
        }
    }
}
