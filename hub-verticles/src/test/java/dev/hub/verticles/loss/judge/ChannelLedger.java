package dev.hub.verticles.loss.judge;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one channel: each message has an index here, by which readers keep what they saw in a few bits; each
 * position has the one message that it was first said to have, by an acknowledgement or a delivery.
 */
public final class ChannelLedger {
    private static final int SHOWN = 4;

    private final String channel;
    private final Violations violations;
    private final Map<Message, Integer> indexes = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Position, Message> contents = new HashMap<>();
    private final Map<String, Entry> lastOfWriter = new HashMap<>();
    private int acknowledged;

    ChannelLedger(String channel, Violations violations) {
        this.channel = channel;
        this.violations = violations;
    }

    /** One message of the channel. */
    public static final class Entry {
        private final Message message;
        private final int index;
        private @Nullable Position position;
        private long nanos;

        private Entry(Message message, int index) {
            this.message = message;
            this.index = index;
        }

        /** What was published. */
        public Message message() {
            return message;
        }

        /** Where the hub said that it is; null before the acknowledgement. */
        public @Nullable Position position() {
            return position;
        }

        /** When it was acknowledged, by the clock of the caller; 0 before. */
        public long acknowledgedNanos() {
            return nanos;
        }

        int index() {
            return index;
        }
    }

    /** The hub has answered the publication of a message with a position. */
    public void acknowledge(Message message, Position position, long nanos) {
        Entry entry = entry(message);
        Position before = entry.position;
        if (before != null) {
            violations.add(new Violation.Contradicted(Violation.Kind.REWRITTEN, channel, message, message, position));
            return;
        }
        place(message, position);
        entry.position = position;
        entry.nanos = nanos;
        acknowledged++;
        checkOrderOfWriter(entry, position);
    }

    private void checkOrderOfWriter(Entry entry, Position position) {
        Entry last = lastOfWriter.put(entry.message.writer(), entry);
        Position earlier = last == null ? null : last.position;
        if (last != null
                && earlier != null
                && earlier.epoch().equals(position.epoch())
                && earlier.offset() >= position.offset()) {
            violations.add(new Violation.Contradicted(
                    Violation.Kind.REVERSED, channel, last.message, entry.message, position));
        }
    }

    /** Somebody has got a message at a position. */
    Entry sight(Message message, Position position) {
        place(message, position);
        return entry(message);
    }

    private void place(Message message, Position position) {
        Message other = contents.putIfAbsent(position, message);
        if (other != null && !other.equals(message)) {
            violations.add(new Violation.Contradicted(Violation.Kind.REWRITTEN, channel, other, message, position));
        }
    }

    private Entry entry(Message message) {
        int index = indexes.computeIfAbsent(message, m -> entries.size());
        if (index == entries.size()) {
            entries.add(new Entry(message, index));
        }
        return entries.get(index);
    }

    /** Before the first publication of the epoch that was acknowledged last; null when nothing was. */
    public @Nullable Position beginning() {
        return entries.stream()
                .filter(entry -> entry.position != null)
                .max(Comparator.comparingLong(entry -> entry.nanos))
                .map(entry -> entry.position)
                .map(position -> position.at(0))
                .orElse(null);
    }

    /** The name of the channel. */
    public String channel() {
        return channel;
    }

    /** How many messages were acknowledged. */
    public int acknowledged() {
        return acknowledged;
    }

    /** All messages that were acknowledged or seen by anybody. */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /**
     * Places that somebody was shown and that lost their message: it was acknowledged at another offset. The same offset
     * in another epoch is the same place: what a stream keeps when its epoch ends goes on under the next one's name.
     */
    public long lostPlaces() {
        return contents.entrySet().stream()
                .filter(place -> {
                    Position acknowledged = entry(place.getValue()).position;
                    return acknowledged != null
                            && acknowledged.offset() != place.getKey().offset();
                })
                .count();
    }

    /** A publication that somebody was shown is gone from the stream; another epoch alone does not prove that. */
    boolean lostTail() {
        return lostPlaces() > 0;
    }

    /** How many epochs anybody was shown. */
    long epochs() {
        return contents.keySet().stream().map(Position::epoch).distinct().count();
    }

    /** For the person who has to find out why readers were told: what was shown last in each epoch, and became of it. */
    String ends() {
        List<String> ends = new ArrayList<>();
        contents.entrySet().stream()
                .collect(Collectors.groupingBy(place -> place.getKey().epoch(), TreeMap::new, Collectors.toList()))
                .forEach((epoch, places) -> places.stream()
                        .sorted(Comparator.comparingLong((Map.Entry<Position, Message> place) ->
                                        place.getKey().offset())
                                .reversed())
                        .limit(SHOWN)
                        .forEach(place -> ends.add(fate(place.getKey(), place.getValue()))));
        return channel + " ends its epochs with " + ends;
    }

    private String fate(Position place, Message message) {
        return place + " " + message + " acknowledged at " + entry(message).position;
    }

    Violations violations() {
        return violations;
    }
}
