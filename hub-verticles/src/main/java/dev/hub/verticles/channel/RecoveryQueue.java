package dev.hub.verticles.channel;

import dev.hub.core.bus.ChannelCommand.Offset;
import dev.hub.core.bus.ChannelCommand.Recover;
import dev.hub.core.bus.ChannelCommand.Recovered;
import dev.hub.core.bus.ChannelCommand.Recovered.Refused;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonPublications;
import dev.hub.core.stream.StreamEntry;
import dev.hub.core.stream.StreamSlice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Those who wait for the same stream to be read back: one read serves them all. Pure but for the promises that it keeps.
 *
 * <p>The first read goes back to the oldest position that is asked for. If that is more than may be missing, only a
 * second one is needed, of the latest publications: whoever asks for more than these is refused.
 */
final class RecoveryQueue {
    /** Reads in a row that may miss what was delivered meanwhile, before all who wait are told to come again. */
    private static final int MAX_MISSES = 3;

    /** Most publications that one read brings. */
    static final int PAGE = 512;

    /** A new primary skips more offsets than that; a smaller distance is no jump. */
    private static final long LEAST_JUMP = 1 << 20;

    private record Waiting(Recover command, Promise<Recovered> answer) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private boolean isReading;
    private boolean backwards;
    private boolean isSecond;
    private int misses;

    /**
     * Nobody waits yet.
     *
     * @param isSecond others have asked before, a moment ago
     */
    RecoveryQueue(boolean isSecond) {
        this.isSecond = isSecond;
    }

    /**
     * How to read next.
     *
     * @param backwards the latest publications, from the top down; otherwise those after {@code offset}
     * @param limit most publications
     */
    record Plan(boolean backwards, long offset, int limit) {}

    /** Adds one who waits. */
    Future<Recovered> add(Recover command) {
        Promise<Recovered> answer = Promise.promise();
        waiting.add(new Waiting(command, answer));
        return answer.future();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A read has to be planned: somebody waits and nothing is under way. From now on something is. */
    boolean mayRead() {
        boolean may = !isReading && !waiting.isEmpty();
        isReading |= may;
        return may;
    }

    /**
     * What to read for those who wait now.
     *
     * @param maySpread all that the stream keeps can be read and remembered at once, so that nobody who comes after them
     *     need read; a single one who is the first to ask does not pay for others
     */
    Plan plan(boolean maySpread) {
        long oldest = Long.MAX_VALUE;
        int limit = 0;
        for (Waiting each : waiting) {
            oldest = Math.min(oldest, each.command.since().offset());
            limit = Math.max(limit, each.command.limit());
        }
        boolean isSpread = maySpread && !backwards && (waiting.size() > 1 || isSecond);
        isSecond = true;
        return isSpread ? new Plan(false, 0, PAGE) : new Plan(backwards, oldest, Math.min(limit, PAGE - 1) + 1);
    }

    /**
     * The stream was read as planned.
     *
     * @param held what is remembered of the stream, up to {@code top}
     * @param top where deliveries have come to; every answer ends there
     * @return the end of the stream as far back as it is known now
     */
    RecentPublications read(Plan plan, StreamSlice slice, RecentPublications held, StreamPosition top) {
        isReading = false;
        boolean isSameStream = slice.top().epoch().equals(top.epoch());
        boolean wasCut = !plan.backwards && reachesBelow(slice);
        RecentPublications known = isSameStream && !wasCut ? join(plan, slice, held, top) : held;
        if (isSameStream && wasCut) {
            answerPages(plan, piece(slice.entries(), slice.top(), top), top);
        }
        boolean hasMissed = isSameStream && !wasCut && slice.top().offset() < held.before();
        if (hasMissed && ++misses == MAX_MISSES) {
            failed(HubException.of(ErrorCode.INTERNAL, "too much is published to catch up; try again"));
            return held;
        }
        backwards = wasCut || (hasMissed && plan.backwards);
        answer(plan, known, top, wasCut || hasMissed);
        return known;
    }

    /** Those who may get more than one read brings get the beginning of it. */
    private void answerPages(Plan plan, RecentPublications piece, StreamPosition top) {
        for (Waiting each : List.copyOf(waiting)) {
            Recover command = each.command;
            long distance = top.offset() - command.since().offset();
            boolean isWithinLimit = distance <= command.limit() || distance >= LEAST_JUMP;
            if (command.limit() >= plan.limit && isWithinLimit) {
                piece.pageAfter(command.since(), top.epoch(), command.maxBytes())
                        .ifPresent(page -> {
                            waiting.remove(each);
                            each.answer.tryComplete(page);
                        });
            }
        }
    }

    private static boolean reachesBelow(StreamSlice slice) {
        return !slice.entries().isEmpty()
                && slice.entries().getLast().offset() < slice.top().offset();
    }

    private void answer(Plan plan, RecentPublications known, StreamPosition top, boolean isIncomplete) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        for (Waiting each : all) {
            Recover command = each.command;
            Optional<Recovered> answer = known.after(command.since(), top, command.limit(), command.maxBytes());
            if (answer.isEmpty() && (isIncomplete || asksForMore(command, plan))) {
                waiting.add(each);
            } else {
                each.answer.tryComplete(answer.orElseGet(() -> new Refused(top)));
            }
        }
    }

    /** It came when the read was on its way already. */
    private static boolean asksForMore(Recover command, Plan plan) {
        return plan.backwards ? command.limit() >= plan.limit : command.since().offset() < plan.offset;
    }

    /** What was read, as far as it was delivered, and what is remembered beyond it. */
    private static RecentPublications join(Plan plan, StreamSlice slice, RecentPublications held, StreamPosition top) {
        List<StreamEntry> entries = plan.backwards ? slice.entries().reversed() : slice.entries();
        RecentPublications known = piece(entries, slice.top(), top);
        return known.continueWith(held) && known.end() == top.offset() ? known : held;
    }

    /** What was read, as far as it was delivered. */
    private static RecentPublications piece(List<StreamEntry> entries, StreamPosition readTop, StreamPosition top) {
        RecentPublications piece = new RecentPublications(
                entries.isEmpty() ? readTop.offset() : entries.getFirst().previous());
        for (StreamEntry entry : entries) {
            if (entry.offset() <= top.offset()) {
                piece.append(new Offset(entry.offset(), placed(entry, top.epoch())));
            }
        }
        return piece;
    }

    private static Payload placed(StreamEntry entry, String epoch) {
        return JsonPublications.withPlace(entry.publication(), entry.offset(), epoch);
    }

    /** What was read does not hold any more; it is to be read once more. */
    void outdated() {
        isReading = false;
    }

    /** The read failed; all who wait are told. */
    void failed(Throwable cause) {
        isReading = false;
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.answer.tryFail(cause));
    }
}
