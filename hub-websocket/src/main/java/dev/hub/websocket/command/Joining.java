package dev.hub.websocket.command;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import dev.hub.websocket.connection.ClientConnection;
import dev.hub.websocket.connection.Subscription;
import dev.hub.websocket.delivery.CatchUp;
import dev.hub.websocket.delivery.Opening;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One subscription on its way: its place in the channel is taken and what it missed is known. When its reply is due,
 * {@link #start} tells where it starts, and {@link #join} joins it to the live publications right after the reply.
 */
final class Joining {
    /** An SDK gives up its connection when a command is not answered within 5 s; each request of two may take most of that. */
    private static final long LIMIT_MILLIS = 4_000;

    /** Who got a place that fast leaves enough time for the rest. */
    private static final long FAST_MILLIS = 500;

    private final ClientConnection connection;
    private final Subscription subscription;
    private final Terms terms;
    private final @Nullable CatchUp catchUp;
    private boolean positioned;

    private Joining(ClientConnection connection, Subscription subscription, Terms terms, @Nullable CatchUp catchUp) {
        this.connection = connection;
        this.subscription = subscription;
        this.terms = terms;
        this.catchUp = catchUp;
    }

    /** Takes a place in {@code channel} and finds out what was missed. A failure leaves nothing behind. */
    static Future<Joining> begin(ClientConnection connection, ChannelName channel, Terms terms, boolean serverSide) {
        long begun = System.nanoTime();
        return connection
                .subscriptions()
                .take(channel, terms.form(), serverSide)
                .compose(subscription -> {
                    if (!terms.recovers() || connection.subscriptions().position(subscription) == null) {
                        return Future.succeededFuture(new Joining(connection, subscription, terms, null));
                    }
                    StreamPosition since = terms.since() == null
                            ? StreamPosition.UNKNOWN
                            : terms.since().reached();
                    Future<CatchUp> told = connection.subscriptions().recover(subscription, since, terms.latestOnly());
                    return inTime(told, begun)
                            .onFailure(late -> connection.subscriptions().end(subscription))
                            .map(known -> new Joining(connection, subscription, terms, known));
                });
    }

    /** Fails, temporarily, when the whole takes too long. */
    private static <T> Future<T> inTime(Future<T> told, long begunNanos) {
        long spent = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
        return spent < FAST_MILLIS
                ? told
                : told.timeout(Math.max(1, LIMIT_MILLIS - spent), TimeUnit.MILLISECONDS)
                        .recover(cause -> Future.failedFuture(
                                cause instanceof TimeoutException ? HubException.of(ErrorCode.INTERNAL) : cause));
    }

    Subscription subscription() {
        return subscription;
    }

    /**
     * Where the subscription starts; the reply that says so and {@link #join} have to follow at once.
     *
     * @param spent bytes of what was missed that are told before
     */
    Reply.Start start(long spent) {
        boolean delta = terms.form().delta();
        StreamPosition top = connection.subscriptions().position(subscription);
        positioned = terms.positioned() && top != null;
        if (catchUp != null) {
            return start(catchUp.opening(terms.latestOnly(), spent), delta);
        }
        Reply.Recovery recovery =
                terms.recovers() && terms.isAskedToRecover() ? Reply.Recovery.REFUSED : Reply.Recovery.NONE;
        return new Reply.Start(positioned ? top : null, positioned && terms.recoverable(), recovery, List.of(), delta);
    }

    private Reply.Start start(Opening opening, boolean delta) {
        Reply.Recovery recovery;
        if (opening.recovered()) {
            recovery = terms.isAskedToRecover() ? Reply.Recovery.COMPLETE : Reply.Recovery.UNASKED;
        } else {
            recovery = terms.isAskedToRecover() ? Reply.Recovery.REFUSED : Reply.Recovery.NONE;
        }
        return new Reply.Start(opening.position(), terms.recoverable(), recovery, opening.publications(), delta);
    }

    /** The client asked that {@code start} be an error. */
    boolean isRejected(Reply.Start start) {
        return terms.rejectsUnrecovered() && !terms.latestOnly() && start.recovery() != Reply.Recovery.COMPLETE;
    }

    /** From now on the client gets publications, and is one among others. */
    void join() {
        if (catchUp == null) {
            connection.subscriptions().join(subscription, positioned);
        } else {
            catchUp.goOn();
        }
        connection.subscriptions().attend(subscription, terms.asksForOthers());
    }

    /** Bytes of the publications in {@code start}. */
    static long size(Reply.Start start) {
        return start.publications().stream().mapToLong(Payload::size).sum();
    }
}
