package dev.hub.verticles.channel;

import dev.hub.core.channel.StreamPosition;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.Envelope;
import dev.hub.core.stream.StreamSlice;
import dev.hub.core.valkey.ValkeyUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the streams that are in doubt, many at a time, and hands on what was missing. What cannot be read is tried again,
 * all of it together, after pauses that grow.
 */
final class StreamHealer {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHealer.class);
    private static final int PAGE = 512;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Vertx vertx;
    private final ChannelStreams streams;
    private final ReadWindow window;
    private final StreamReports reports;
    private Set<FollowedStream> unread = new LinkedHashSet<>();
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private boolean isPausing;

    StreamHealer(Vertx vertx, ChannelStreams streams, ReadWindow window, StreamReports reports) {
        this.vertx = vertx;
        this.streams = streams;
        this.window = window;
        this.reports = reports;
    }

    /** Reads where the stream is, for the first time. Fails when that does not succeed at once. */
    Future<Void> locate(FollowedStream stream, StreamTail tail) {
        Future<Void> settled = stream.settled();
        read(stream, tail);
        return settled;
    }

    /** Something may be missing in the stream: it is read as soon as possible. */
    void doubt(FollowedStream stream, StreamTail tail, Doubt.Cause cause) {
        if (stream.doubt == null) {
            stream.doubt = new Doubt(cause, System.nanoTime());
        }
        if (cause == Doubt.Cause.GAP || cause == Doubt.Cause.OVERFLOW) {
            reports.gap(cause);
        }
        if (tail.doubt()) {
            read(stream, tail);
        }
    }

    /** Done when the stream has been read after now. */
    Future<Void> check(FollowedStream stream, StreamTail tail) {
        Future<Void> settled = stream.settled();
        doubt(stream, tail, Doubt.Cause.PROBE);
        return settled;
    }

    /** It is not followed any more. */
    void forget(FollowedStream stream) {
        unread.remove(stream);
        leavePass(stream);
        var gone = new ValkeyUnavailableException("the channel was left");
        stream.takeSettling().forEach(waiting -> waiting.tryFail(gone));
    }

    /** The stream becomes part of a pass. */
    void join(FollowedStream stream, HealingPass pass) {
        leavePass(stream);
        pass.add();
        stream.pass = pass;
    }

    private void read(FollowedStream stream, StreamTail tail) {
        if (tail.wantRead()) {
            window.run(() -> send(stream, tail)).onComplete(slice -> arrived(stream, tail, slice), cause -> {
                tail.readFailed();
                failed(stream, cause);
            });
        }
    }

    private Future<StreamSlice> send(FollowedStream stream, StreamTail tail) {
        if (stream.isClosed) {
            return Future.failedFuture(new ValkeyUnavailableException("the channel was left"));
        }
        StreamPosition known = tail.beginRead();
        return known == null ? streams.since(stream.stream, 0, 0) : streams.after(stream.stream, known, PAGE);
    }

    private void arrived(FollowedStream stream, StreamTail tail, StreamSlice slice) {
        pauseMillis = FIRST_PAUSE_MILLIS;
        if (stream.isClosed) {
            return;
        }
        StreamTail.Step step = tail.read(slice);
        account(stream, step);
        StreamPosition lost = step.interrupted();
        if (lost != null) {
            stream.interrupted(lost);
        }
        for (Envelope envelope : step.delivered()) {
            stream.deliver(envelope);
        }
        if (step.again()) {
            read(stream, tail);
        } else {
            sound(stream);
        }
    }

    private void account(FollowedStream stream, StreamTail.Step step) {
        Doubt doubt = stream.doubt;
        boolean isInterrupted = step.interrupted() != null;
        boolean wasSilent = doubt != null && (doubt.cause() == Doubt.Cause.LINK || doubt.cause() == Doubt.Cause.PROBE);
        if (doubt != null && wasSilent && (step.filled() > 0 || isInterrupted)) {
            reports.gap(doubt.cause());
        }
        reports.filled(step.filled());
        if (isInterrupted) {
            reports.interrupted();
        }
        HealingPass pass = stream.pass;
        if (pass != null) {
            pass.filled(step.filled());
            if (isInterrupted) {
                pass.interrupted();
            }
        }
    }

    private void sound(FollowedStream stream) {
        Doubt doubt = stream.doubt;
        if (doubt != null && doubt.cause() != Doubt.Cause.PROBE) {
            reports.healed(System.nanoTime() - doubt.sinceNanos());
        }
        stream.doubt = null;
        leavePass(stream);
        stream.takeSettling().forEach(waiting -> waiting.tryComplete());
    }

    private static void leavePass(FollowedStream stream) {
        HealingPass pass = stream.pass;
        if (pass != null) {
            stream.pass = null;
            pass.done(System.nanoTime());
        }
    }

    /** Who waits for the outcome is told; the stream itself is tried again, for what it lacks must be found. */
    private void failed(FollowedStream stream, Throwable cause) {
        stream.takeSettling().forEach(waiting -> waiting.tryFail(cause));
        if (stream.isClosed) {
            return;
        }
        LOG.debug("The stream {} cannot be read: {}", stream.key, cause.getMessage());
        unread.add(stream);
        if (!isPausing) {
            isPausing = true;
            vertx.setTimer(pauseMillis, over -> readAgain());
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    private void readAgain() {
        isPausing = false;
        List<FollowedStream> all = List.copyOf(unread);
        unread = new LinkedHashSet<>();
        for (FollowedStream stream : all) {
            StreamTail tail = stream.tail;
            if (tail != null && !stream.isClosed) {
                read(stream, tail);
            }
        }
    }
}
