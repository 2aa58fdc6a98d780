package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Complete;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.ChannelStreams;
import dev.hub.core.stream.StreamEntry;
import dev.hub.core.stream.StreamSlice;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives subscribers what they missed: from memory when it reaches back so far, else from Valkey, once for all who ask at
 * the same time. Every answer ends where deliveries have come to, so that the next delivery goes on there.
 */
final class Recoveries {
    private final ChannelStreams streams;
    private final ReadWindow window;
    private final StreamFollower follower;
    private final RecentMemory<ActiveChannel> memory;
    private final ShardReports reports;

    Recoveries(
            ChannelStreams streams,
            ReadWindow window,
            StreamFollower follower,
            RecentMemory<ActiveChannel> memory,
            ShardReports reports) {
        this.streams = streams;
        this.window = window;
        this.follower = follower;
        this.memory = memory;
        this.reports = reports;
    }

    /** What came after a position in an attached channel. */
    Future<Recovered> recover(ActiveChannel channel, Recover command) {
        return position(channel)
                .compose(top -> isAhead(command.since(), top) ? catchUp(channel) : Future.succeededFuture(top))
                .compose(top -> {
                    Optional<Recovered> answer = fromMemory(channel, command, top);
                    return answer.isPresent() ? Future.succeededFuture(answer.get()) : fromStream(channel, command);
                });
    }

    private static Future<StreamPosition> position(ActiveChannel channel) {
        return channel.opened.compose(open -> {
            StreamPosition top = channel.position();
            return top == null
                    ? Future.failedFuture(HubException.of(ErrorCode.NOT_AVAILABLE))
                    : Future.succeededFuture(top);
        });
    }

    /** The client has seen more than this instance, on another one, or says so. */
    private static boolean isAhead(StreamPosition since, StreamPosition top) {
        return since.offset() > top.offset()
                || (!since.epoch().isEmpty() && !since.epoch().equals(top.epoch()));
    }

    private Future<StreamPosition> catchUp(ActiveChannel channel) {
        StreamTail tail = channel.tail;
        return tail == null ? position(channel) : follower.check(channel, tail).compose(checked -> position(channel));
    }

    private Optional<Recovered> fromMemory(ActiveChannel channel, Recover command, StreamPosition top) {
        Optional<Recovered> answer =
                held(channel, top).after(command.since(), top, command.limit(), command.maxBytes());
        answer.ifPresent(found -> reports.recovered(found, true));
        return answer;
    }

    private RecentPublications held(ActiveChannel channel, StreamPosition top) {
        RecentPublications held = memoryOf(channel);
        return held == null ? new RecentPublications(top.offset()) : held;
    }

    /** Who does not hear that publications are removed must not show what it remembers. */
    private @Nullable RecentPublications memoryOf(ActiveChannel channel) {
        return channel.isDeaf ? null : memory.of(channel);
    }

    private Future<Recovered> fromStream(ActiveChannel channel, Recover command) {
        RecoveryQueue queue = channel.recovering;
        if (queue == null) {
            queue = new RecoveryQueue(memory.of(channel) != null);
            channel.recovering = queue;
        }
        Future<Recovered> answer = queue.add(command).onSuccess(found -> reports.recovered(found, false));
        read(channel, queue);
        return answer;
    }

    private void read(ActiveChannel channel, RecoveryQueue queue) {
        if (!queue.mayRead()) {
            if (queue.isEmpty()) {
                channel.recovering = null;
            }
            return;
        }
        window.run(() -> {
                    RecoveryQueue.Plan plan = queue.plan(canHoldAll(channel));
                    int forgotten = channel.forgotten();
                    return send(channel, plan).map(slice -> new PlannedRead(plan, slice, forgotten));
                })
                .onSuccess(read -> arrived(channel, queue, read))
                .onFailure(queue::failed)
                .onComplete(done -> read(channel, queue));
    }

    private boolean canHoldAll(ActiveChannel channel) {
        RecentPublications held = memory.of(channel);
        return channel.stream.history().historySize() < RecoveryQueue.PAGE && (held == null || !held.isCut());
    }

    private record PlannedRead(RecoveryQueue.Plan plan, StreamSlice slice, int forgotten) {}

    private Future<StreamSlice> send(ActiveChannel channel, RecoveryQueue.Plan plan) {
        return plan.backwards()
                ? streams.history(channel.stream, plan.limit(), null, true)
                : streams.since(channel.stream, plan.offset(), plan.limit());
    }

    private void arrived(ActiveChannel channel, RecoveryQueue queue, PlannedRead read) {
        StreamPosition top = channel.position();
        if (top == null || channel.isClosed) {
            queue.failed(HubException.of(ErrorCode.INTERNAL));
            return;
        }
        if (read.forgotten() != channel.forgotten()) {
            queue.outdated();
            return;
        }
        RecentPublications held = held(channel, top);
        RecentPublications known = queue.read(read.plan(), read.slice(), held, top);
        if (known != held && !channel.isDeaf) {
            memory.replace(channel, known, channel.stream.history());
        }
    }

    /** The latest publication of an attached channel, if it still has any. */
    Future<Recovered> latest(ActiveChannel channel) {
        return position(channel).compose(top -> {
            Offset held = latestHeld(channel);
            return held != null ? Future.succeededFuture(new Complete(List.of(held), top, false)) : readLatest(channel);
        });
    }

    private Future<Recovered> readLatest(ActiveChannel channel) {
        int forgotten = channel.forgotten();
        return window.run(() -> streams.latest(channel.stream))
                .compose(slice -> forgotten == channel.forgotten()
                        ? position(channel).map(now -> latest(channel, slice, now))
                        : readLatest(channel));
    }

    private @Nullable Offset latestHeld(ActiveChannel channel) {
        RecentPublications held = memoryOf(channel);
        return held == null ? null : held.latest();
    }

    /** What was delivered since the read was sent is later; what lies beyond the position is on its way. */
    private Recovered latest(ActiveChannel channel, StreamSlice slice, StreamPosition top) {
        Offset held = latestHeld(channel);
        if (held != null) {
            return new Complete(List.of(held), top, false);
        }
        return new Complete(delivered(slice, top), top, false);
    }

    private static List<Offset> delivered(StreamSlice slice, StreamPosition top) {
        return slice.entries().stream()
                .filter(last -> slice.top().epoch().equals(top.epoch()) && last.offset() <= top.offset())
                .map(last -> new Offset(last.offset(), placed(last, top.epoch())))
                .toList();
    }

    private static Payload placed(StreamEntry entry, String epoch) {
        return JsonPublications.withPlace(entry.publication(), entry.offset(), epoch);
    }
}
