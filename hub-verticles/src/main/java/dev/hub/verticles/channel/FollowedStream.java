package dev.hub.verticles.channel;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.presence.MembershipNotice;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.Removal;
import dev.hub.core.stream.StreamName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that this instance is subscribed to, or a channel without history. {@link StreamFollower} keeps it; who
 * extends this is told what happens in it.
 */
abstract class FollowedStream {
    final String key;

    /** Which stream, with the rules that hold for it. */
    StreamName stream;

    /** Where this instance stands; null without history. */
    final @Nullable StreamTail tail;

    /** Done when the server has confirmed the subscription and the position is known. */
    Future<Void> opened = Future.succeededFuture();

    /** Why the stream is being read; null when nothing is in doubt. */
    @Nullable
    Doubt doubt;

    /** The pass over all streams of a link of which this one is part; null when there is none. */
    @Nullable
    HealingPass pass;

    private @Nullable List<Promise<Void>> settling;

    /** When it was last known to lack nothing, in ticks of the follower. */
    int soundAt;

    /** Its subscription is lost for now. */
    boolean isDeaf;

    boolean isClosed;

    /**
     * A stream that is not followed yet.
     *
     * @param key what to subscribe to
     * @param tail without a position; null without history
     */
    FollowedStream(StreamName stream, String key, @Nullable StreamTail tail) {
        this.stream = stream;
        this.key = key;
        this.tail = tail;
    }

    /** The next publication; in a stream with history it follows on the one before, unless it has no place. */
    abstract void deliver(Envelope envelope);

    /** Publications are lost, or the stream is another one; what is delivered now follows on {@code position}. */
    abstract void interrupted(StreamPosition position);

    /** Publications were removed from the stream; none of them is to be shown to anybody any more. */
    abstract void removed(Removal removal);

    /** Its subscription is back; what was said meanwhile was not heard. */
    abstract void restored();

    /** Members joined and left. */
    abstract void membership(MembershipNotice notice);

    /** Called every now and then: the rules of the namespace may have changed. */
    abstract void revisit();

    /** Done when what is being read now, or must be, has been read. */
    Future<Void> settled() {
        Promise<Void> promise = Promise.promise();
        if (settling == null) {
            settling = new ArrayList<>(1);
        }
        settling.add(promise);
        return promise.future();
    }

    /** Takes those who wait for {@link #settled}. */
    List<Promise<Void>> takeSettling() {
        List<Promise<Void>> all = settling == null ? List.of() : settling;
        settling = null;
        return all;
    }
}
