package dev.hub.verticles.channel;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.protocol.PublicationFrames;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.Removal;
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

    /** Some receiver has subscribers who asked for deltas. */
    boolean wantsDeltas;

    /** What is needed to make deltas; null while no receiver wants them, or the rules do not allow them. */
    @Nullable
    DeltaBase deltas;

    /** Those who wait for what the stream holds; null when nobody does. */
    @Nullable
    RecoveryQueue recovering;

    private @Nullable Removal lastRemoval;
    private int forgotten;
    private int attaching;
    private long idleSinceNanos;

    /** What becomes of the events of the channels. */
    interface ChannelOwner {
        void deliver(ActiveChannel channel, Envelope envelope);

        void interrupted(ActiveChannel channel, StreamPosition position);

        void membership(ActiveChannel channel, MembershipNotice notice);

        void revisit(ActiveChannel channel);

        void forget(ActiveChannel channel);
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
    void removed(Removal removal) {
        lastRemoval = removal;
        owner.forget(this);
    }

    /** What was removed meanwhile is not known. */
    @Override
    void restored() {
        owner.forget(this);
    }

    /** Whether a publication that comes now, by a read that was sent before, may be remembered. */
    boolean isKept(StreamPosition publication) {
        return lastRemoval == null || !lastRemoval.concerns(publication);
    }

    /** What is remembered of it is not to be trusted any more, nor what is being read of it. */
    void isForgotten() {
        forgotten++;
    }

    /** How often that was so. */
    int forgotten() {
        return forgotten;
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
        wantsDeltas = closed.wantsDeltas;
    }

    /** Deltas are made for those who want them, if the rules allow it. */
    void allowDeltas(boolean isAllowed) {
        if (!isAllowed || !wantsDeltas) {
            deltas = null;
        } else if (deltas == null) {
            deltas = new DeltaBase();
        }
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
            wantsDeltas = false;
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
