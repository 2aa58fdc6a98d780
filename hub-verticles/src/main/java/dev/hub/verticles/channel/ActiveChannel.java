package dev.hub.verticles.channel;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.protocol.PublicationFrames;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel that somebody on this instance receives, or did until a moment ago. A receiver is an event loop or a
 * stream, not a socket, so there are few of them.
 */
final class ActiveChannel extends FollowedStream {
    private final ChannelName name;
    private final PublicationFrames frames;
    private final ChannelOwner owner;
    private final List<String> receivers = new ArrayList<>(1);

    /** What is needed to make deltas; null while no receiver wants them. */
    @Nullable
    DeltaBase deltas;

    /** Those who wait for what the stream holds; null when nobody does. */
    @Nullable
    RecoveryQueue recovering;

    private int attaching;
    private long idleSinceNanos;

    /** What becomes of the events of the channels. */
    interface ChannelOwner {
        void deliver(ActiveChannel channel, Envelope envelope);

        void interrupted(ActiveChannel channel, StreamPosition position);

        void membership(ActiveChannel channel, MembershipNotice notice);

        void revisit(ActiveChannel channel);
    }

    /** A channel without receivers. */
    ActiveChannel(ChannelName name, StreamName stream, String key, @Nullable StreamTail tail, ChannelOwner owner) {
        super(stream, key, tail);
        this.name = name;
        this.owner = owner;
        this.frames = PublicationFrames.of(name);
    }

    ChannelName name() {
        return name;
    }

    Namespace namespace() {
        return stream.namespace();
    }

    PublicationFrames frames() {
        return frames;
    }

    List<String> receivers() {
        return receivers;
    }

    /** Where deliveries have come to; null without history. */
    @Nullable
    StreamPosition position() {
        return tail == null ? null : tail.position();
    }

    @Override
    void deliver(Envelope envelope) {
        owner.deliver(this, envelope);
    }

    @Override
    void interrupted(StreamPosition position) {
        owner.interrupted(this, position);
    }

    @Override
    void membership(MembershipNotice notice) {
        owner.membership(this, notice);
    }

    @Override
    void revisit() {
        owner.revisit(this);
    }

    /** Goes on for the receivers of {@code closed}, the same channel. */
    void takeOver(ActiveChannel closed) {
        receivers.addAll(closed.receivers);
        deltas = closed.deltas == null ? null : new DeltaBase();
    }

    /** Somebody waits for the subscription; until {@link #attached} or {@link #notAttached} the channel is in use. */
    void attaching() {
        attaching++;
    }

    void attached(String receiver) {
        attaching--;
        if (!receivers.contains(receiver)) {
            receivers.add(receiver);
        }
    }

    void notAttached() {
        attaching--;
    }

    /** Drops the receiver; false when it was none. */
    boolean detach(String receiver, long nowNanos) {
        boolean wasAttached = receivers.remove(receiver);
        idleSinceNanos = nowNanos;
        if (receivers.isEmpty()) {
            deltas = null;
        }
        return wasAttached;
    }

    /** Nobody receives it, and nobody is about to. */
    boolean isIdle() {
        return receivers.isEmpty() && attaching == 0;
    }

    /** Idle, and for {@code lingerNanos} at least. */
    boolean isIdleFor(long lingerNanos, long nowNanos) {
        return isIdle() && nowNanos - idleSinceNanos >= lingerNanos;
    }
}
