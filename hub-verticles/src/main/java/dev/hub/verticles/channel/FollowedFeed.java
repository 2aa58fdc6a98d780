package dev.hub.verticles.channel;

import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.Removal;
import dev.hub.core.stream.StreamName;
import org.jspecify.annotations.Nullable;

/** The feed of all channels of one namespace, followed for the patterns that describe some of them. */
final class FollowedFeed extends FollowedStream {
    private final FeedOwner owner;

    /** What becomes of the events of the feeds. */
    interface FeedOwner {
        void deliver(Envelope envelope);

        void interrupted(FollowedFeed feed, StreamPosition position);
    }

    FollowedFeed(StreamName stream, String key, @Nullable StreamTail tail, FeedOwner owner) {
        super(stream, key, tail);
        this.owner = owner;
    }

    Namespace namespace() {
        return stream.namespace();
    }

    @Override
    void deliver(Envelope envelope) {
        owner.deliver(envelope);
    }

    @Override
    void interrupted(StreamPosition position) {
        owner.interrupted(this, position);
    }

    /** What is removed from a feed, nobody here remembers. */
    @Override
    void removed(Removal removal) {}

    @Override
    void restored() {}

    /** Of joins and leaves, those who follow patterns are not told. */
    @Override
    void membership(MembershipNotice notice) {}

    /** Its rules are compared with those of all namespaces together. */
    @Override
    void revisit() {}
}
