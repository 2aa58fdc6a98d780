package dev.hub.load.crowd;

import dev.hub.load.dialect.Dialect;
import dev.hub.load.dialect.Role;
import dev.hub.load.dialect.Stamps;
import dev.hub.load.wire.Handshake;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connections of one role to one server, opened a few at a time. State is the event loop's; {@link #open} and {@link #close} wait. */
public final class Crowd implements AutoCloseable {
    /** Handshakes under way at once. Less than any listen backlog. */
    private static final int AT_ONCE = 64;

    /** One in so many subscribers reads the time stamps. Evenly spread over the order in which servers go through them. */
    private static final int TIMED_ONE_IN = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Loop loop;
    private final InetSocketAddress server;
    private final Dialect dialect;
    private final Role role;
    private final Stamps stamps;
    private final Tally tally = new Tally();
    private final byte[] handshake;
    private final List<Member> members = new ArrayList<>();
    private int begun;
    private int confirmed;

    public Crowd(Loop loop, InetSocketAddress server, Dialect dialect, Role role, Stamps stamps) {
        this.loop = loop;
        this.server = server;
        this.dialect = dialect;
        this.role = role;
        this.stamps = stamps;
        this.handshake = Handshake.request(server.getHostString() + ":" + server.getPort(), dialect.target(role));
    }

    /** Opens so many more connections and waits until the server has confirmed all. Fails with {@link RunFailed} when it does not. */
    public void open(int count) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        loop.call(() -> {
            int target = begun + count;
            for (int i = 0; i < Math.min(AT_ONCE, count); i++) {
                openNext(target, all);
            }
            return target;
        });
        Loop.await(all, PATIENCE);
    }

    /** How many connections were confirmed. On the event loop. */
    public int size() {
        return confirmed;
    }

    /** What arrived. Its methods are to be called on the event loop. */
    public Tally tally() {
        return tally;
    }

    /** The fewest deliveries that any one connection has counted. On the event loop. */
    public long fewestDeliveries() {
        return members.stream().mapToLong(Member::deliveredCount).min().orElse(0);
    }

    /** The most deliveries that any one connection has counted. On the event loop. */
    public long mostDeliveries() {
        return members.stream().mapToLong(Member::deliveredCount).max().orElse(0);
    }

    /** Ends all connections and waits until the sockets are closed. */
    @Override
    public void close() {
        loop.call(() -> {
            members.forEach(Member::leave);
            members.clear();
            return true;
        });
        loop.call(() -> true);
    }

    Dialect dialect() {
        return dialect;
    }

    Role role() {
        return role;
    }

    Stamps stamps() {
        return stamps;
    }

    byte[] handshake() {
        return handshake;
    }

    List<Member> members() {
        return members;
    }

    private void openNext(int target, CompletableFuture<Void> all) {
        if (begun == target) {
            return;
        }
        connect(begun++, new Arrival() {
            @Override
            public void confirmed(Member member) {
                if (++confirmed == target) {
                    all.complete(null);
                } else {
                    openNext(target, all);
                }
            }

            @Override
            public void failed(RunFailed why) {
                all.completeExceptionally(why);
            }
        });
    }

    /** Begins one more connection. On the event loop. */
    void connect(int number, Arrival arrival) {
        Member member = new Member(this, number, number % TIMED_ONE_IN == 0, arrival);
        members.add(member);
        Bootstrap bootstrap = loop.bootstrap().handler(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(member);
            }
        });
        bootstrap.connect(server, SourceAddress.of(server, number)).addListener((Future<Void> connected) -> {
            if (!connected.isSuccess()) {
                member.unreachable(connected.cause());
            }
        });
    }
}
