package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one reader went through in one channel, over all its connections. It is a row of stretches in which nothing may be
 * missing; only where the reader was told that its position cannot be recovered, a new stretch begins.
 */
public final class Track {
    /** A primary that took over skips so many offsets at least, of which nothing is missing. */
    private static final long JUMP = 1L << 20;

    private final String reader;
    private final ChannelLedger ledger;
    private final BitSet seen = new BitSet();
    private final List<Stretch> stretches = new ArrayList<>();
    private final List<Stretch> jumps = new ArrayList<>();
    private @Nullable Position last;
    private boolean owedAll;

    /** Of a reader that has not subscribed yet. */
    public Track(String reader, ChannelLedger ledger) {
        this.reader = reader;
        this.ledger = ledger;
    }

    /** Excludes {@code after}, includes {@code until}. */
    private record Stretch(Position after, Position until) {
        boolean covers(Position position) {
            return position.epoch().equals(after.epoch())
                    && position.offset() > after.offset()
                    && position.offset() <= until.offset();
        }
    }

    /** The first subscription, which asked for nothing. */
    public void joined(Position at) {
        last = at;
        stretches.add(new Stretch(at, at));
    }

    /**
     * It will ask for the whole stream that there is now. Where nothing acknowledged may be lost it is owed all that ever was,
     * whichever epoch it was acknowledged in; else only this epoch: a stretch of its own that covers nothing stands for the
     * earlier ones.
     */
    public void comesLate(Position beginning, boolean isOwedAll) {
        owedAll = isOwedAll;
        joined(beginning);
        joined(beginning);
    }

    /** A subscription that asked to go on at {@link #last} was answered. Recovered publications come after it. */
    public void resumed(Position at, boolean recovered) {
        Position from = position();
        if (!recovered) {
            broken(Violation.Kind.TOLD, "recovered: false, now at " + at);
            joined(at);
        } else if (!at.epoch().equals(from.epoch())) {
            broken(Violation.Kind.FOREIGN_EPOCH, "recovered: true at " + at);
            last = at;
            stretches.add(new Stretch(at, at));
        }
    }

    /** The hub gave up the subscription (2500) or the connection (3010). Whether something is lost, the next reply tells. */
    public void interrupted(String by) {
        broken(Violation.Kind.INTERRUPTED, by);
    }

    private void broken(Violation.Kind kind, String by) {
        ledger.violations().add(new Violation.Broken(kind, reader, ledger.channel(), last, by));
    }

    /**
     * A publication arrived, live or recovered.
     *
     * @param epoch as the publication says; null when it says nothing
     * @return the message as the ledger knows it; null when it was not to be delivered (which has been noted)
     */
    public ChannelLedger.@Nullable Entry received(Message message, long offset, @Nullable String epoch) {
        Position from = position();
        Position at = from.at(offset);
        if (epoch != null && !epoch.equals(from.epoch())) {
            misdelivered(Violation.Kind.FOREIGN_EPOCH, message, new Position(epoch, offset));
            return null;
        }
        ChannelLedger.Entry entry = ledger.sight(message, at);
        boolean known = seen.get(entry.index());
        if (offset <= from.offset()) {
            misdelivered(known ? Violation.Kind.DUPLICATE : Violation.Kind.REORDERED, message, at);
            return null;
        }
        advance(at);
        if (known) {
            misdelivered(Violation.Kind.REPEATED, message, at, from);
            return null;
        }
        seen.set(entry.index());
        return entry;
    }

    private void misdelivered(Violation.Kind kind, Message message, Position at) {
        misdelivered(kind, message, at, position());
    }

    private void misdelivered(Violation.Kind kind, Message message, Position at, Position from) {
        ledger.violations().add(new Violation.Misdelivered(kind, reader, ledger.channel(), message, at, from));
    }

    private void advance(Position at) {
        Position from = position();
        if (at.offset() - from.offset() >= JUMP) {
            jumps.add(new Stretch(from, at));
        }
        last = at;
        Stretch current = stretches.removeLast();
        stretches.add(new Stretch(current.after(), at));
    }

    private Position position() {
        Position now = last;
        if (now == null) {
            throw new IllegalStateException(reader + " has not subscribed to " + ledger.channel());
        }
        return now;
    }

    /** Where the reader is, to go on from there; null before it subscribed. */
    public @Nullable Position last() {
        return last;
    }

    /** Which channel this is about. */
    public String channel() {
        return ledger.channel();
    }

    /** Whether everything acknowledged until now that it must get has arrived, as far as it still can. */
    public boolean isComplete() {
        return ledger.entries().stream().noneMatch(entry -> misses(entry) && !wasToldLate(entry.position()));
    }

    /** Notes what is missing, at the end. */
    public void close() {
        for (ChannelLedger.Entry entry : ledger.entries()) {
            Position position = entry.position();
            if (position != null && misses(entry)) {
                ledger.violations()
                        .add(new Violation.Missing(
                                wasToldLate(position) ? Violation.Kind.TOLD_LATE : Violation.Kind.MISSING,
                                reader,
                                ledger.channel(),
                                entry.message(),
                                position,
                                last));
            }
        }
    }

    private boolean wasToldLate(@Nullable Position missing) {
        return missing != null
                && jumps.stream().anyMatch(jump -> jump.covers(missing))
                && !stretches.getLast().covers(missing);
    }

    private boolean misses(ChannelLedger.Entry entry) {
        Position position = entry.position();
        return position != null && !seen.get(entry.index()) && (owedAll || isOwed(position));
    }

    /** What lies before the first stretch, or between two, is not owed; nor is an epoch that it was told is over. */
    private boolean isOwed(Position position) {
        if (stretches.isEmpty()) {
            return true;
        }
        Stretch current = stretches.getLast();
        boolean ahead = position.epoch().equals(current.after().epoch())
                ? position.offset() > current.after().offset()
                : stretches.size() == 1;
        return ahead || stretches.stream().anyMatch(stretch -> stretch.covers(position));
    }
}
