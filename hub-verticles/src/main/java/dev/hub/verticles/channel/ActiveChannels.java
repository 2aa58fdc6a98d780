package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Attach;
import dev.hub.core.bus.ChannelCommand.Attached;
import dev.hub.core.bus.ChannelCommand.Detach;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamName;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The channels of one shard that somebody on this instance receives. Each costs one Valkey subscription, however
 * many receive it; when the last one leaves, the subscription lingers a little.
 */
final class ActiveChannels implements ActiveChannel.ChannelOwner {
    private final StreamFollower follower;
    private final StreamNames names;
    private final ChannelDeliveries deliveries;
    private final RecentMemory<ActiveChannel> memory;
    private final long lingerNanos;
    private final Map<ChannelName, ActiveChannel> byName = new HashMap<>();
    private final Set<ActiveChannel> idle = new LinkedHashSet<>();
    private final Set<ActiveChannel> failed = new LinkedHashSet<>();

    ActiveChannels(
            StreamFollower follower,
            StreamNames names,
            ChannelDeliveries deliveries,
            RecentMemory<ActiveChannel> memory,
            Duration linger) {
        this.follower = follower;
        this.names = names;
        this.deliveries = deliveries;
        this.memory = memory;
        this.lingerNanos = linger.toNanos();
    }

    /** Channels that are held, lingering ones included. */
    int size() {
        return byName.size();
    }

    /** The channel of that name, if it is active. */
    @Nullable
    ActiveChannel of(ChannelName name) {
        return byName.get(name);
    }

    /** Sends the channel's events to the receiver from the moment on in which the result completes. */
    Future<Attached> attach(Attach command) {
        ActiveChannel channel = activate(command.channel());
        channel.attaching();
        return channel.opened
                .map(open -> {
                    channel.attached(command.receiver());
                    channel.wantsDeltas |= command.delta();
                    channel.allowDeltas(names.mayHaveDeltas(channel.namespace()));
                    return new Attached(channel.position());
                })
                .onFailure(refused -> {
                    channel.notAttached();
                    closeIfDeserted(channel);
                });
    }

    /** What failed to open is closed already; the next who attaches begins anew, unless somebody was there before. */
    private void closeIfDeserted(ActiveChannel channel) {
        if (channel.isClosed && channel.isIdle()) {
            byName.remove(channel.name(), channel);
        }
    }

    private ActiveChannel activate(ChannelName name) {
        ActiveChannel known = byName.get(name);
        if (known != null) {
            idle.remove(known);
            revisit(known);
            known = byName.get(name);
        }
        if (known == null) {
            ActiveChannel opened = create(name, names.of(name));
            begin(opened);
            return opened;
        }
        return known.isClosed ? reopen(known, names.of(name)) : known;
    }

    private ActiveChannel create(ChannelName name, StreamName stream) {
        return new ActiveChannel(name, stream, names.key(stream), names.tail(stream), this);
    }

    private void begin(ActiveChannel channel) {
        byName.put(channel.name(), channel);
        follower.open(channel);
    }

    /** Ends what {@link #attach} began; harmless when it never did. */
    void detach(Detach command) {
        ActiveChannel channel = byName.get(command.channel());
        if (channel == null || !channel.detach(command.receiver(), System.nanoTime()) || !channel.isIdle()) {
            return;
        }
        if (channel.isClosed) {
            byName.remove(channel.name(), channel);
        } else {
            idle.add(channel);
        }
    }

    @Override
    public void deliver(ActiveChannel channel, Envelope envelope) {
        deliveries.deliver(channel, envelope);
    }

    @Override
    public void interrupted(ActiveChannel channel, StreamPosition position) {
        deliveries.interrupted(channel, position);
    }

    /** Nothing is recovered out of memory that the stream may not have any more. */
    @Override
    public void forget(ActiveChannel channel) {
        memory.forget(channel);
        channel.isForgotten();
    }

    @Override
    public void membership(ActiveChannel channel, MembershipNotice notice) {
        deliveries.membership(channel, notice);
    }

    /**
     * Takes the rules that hold now. When these move the channel elsewhere in Valkey, or give or take its history, it is
     * opened anew for those who receive it, and they are told that positions from before mean nothing any more.
     */
    @Override
    public void revisit(ActiveChannel channel) {
        StreamName now = names.of(channel.name());
        if (channel.isClosed || now.namespace().equals(channel.namespace())) {
            return;
        }
        if (now.isPositioned() == (channel.tail != null) && names.key(now).equals(channel.key)) {
            channel.stream = now;
            channel.allowDeltas(names.mayHaveDeltas(now.namespace()));
            return;
        }
        follower.close(channel);
        memory.forget(channel);
        idle.remove(channel);
        byName.remove(channel.name(), channel);
        if (!channel.receivers().isEmpty()) {
            reopen(channel, now);
        }
    }

    /** Takes the rules that hold now for all channels. */
    void revisitAll() {
        List.copyOf(byName.values()).forEach(this::revisit);
    }

    /** Opens the channel once more for its receivers; while that fails, again and again. */
    private ActiveChannel reopen(ActiveChannel closed, StreamName stream) {
        ActiveChannel anew = create(closed.name(), stream);
        anew.takeOver(closed);
        anew.allowDeltas(names.mayHaveDeltas(stream.namespace()));
        begin(anew);
        anew.opened
                .onSuccess(open -> {
                    StreamPosition position = anew.position();
                    deliveries.interrupted(anew, position == null ? StreamPosition.UNKNOWN : position);
                })
                .onFailure(cause -> failed.add(anew));
        return anew;
    }

    private void reopenFailed() {
        for (ActiveChannel channel : List.copyOf(failed)) {
            failed.remove(channel);
            if (byName.get(channel.name()) == channel && !channel.isIdle()) {
                reopen(channel, names.of(channel.name()));
            }
        }
    }

    /** Unsubscribes from channels that have been idle for long enough, and takes up those that could not be opened anew. */
    void sweep() {
        reopenFailed();
        long now = System.nanoTime();
        Iterator<ActiveChannel> longestIdleFirst = idle.iterator();
        while (longestIdleFirst.hasNext()) {
            ActiveChannel channel = longestIdleFirst.next();
            if (!channel.isIdleFor(lingerNanos, now)) {
                return;
            }
            longestIdleFirst.remove();
            byName.remove(channel.name(), channel);
            memory.forget(channel);
            follower.close(channel);
        }
    }
}
