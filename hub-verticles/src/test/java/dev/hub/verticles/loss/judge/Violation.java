package dev.hub.verticles.loss.judge;

import org.jspecify.annotations.Nullable;

/** One promise that was not kept. */
public sealed interface Violation {
    /** What about the promises. */
    Kind kind();

    /** For the person who has to find the cause: who, in which channel, what, where. */
    String text();

    /** In which channel; empty when it concerns none in particular. */
    String channel();

    /** The kinds, which a scenario may tolerate one by one. */
    enum Kind {
        /** An acknowledged publication did not arrive. */
        MISSING,
        /** A publication arrived twice at the same offset. */
        DUPLICATE,
        /** A publication arrived again under another offset: the first place was lost and its writer had to try again. */
        REPEATED,
        /** A publication arrived after one with a higher offset. */
        REORDERED,
        /** One position had two contents. */
        REWRITTEN,
        /** A later publication of the same writer has a lower offset than one that was acknowledged before it began. */
        REVERSED,
        /** A publication or a recovery belonged to another epoch than the subscription. */
        FOREIGN_EPOCH,
        /** A reader was told that its position cannot be recovered. */
        TOLD,
        /**
         * An acknowledged publication did not arrive: it died with its primary, the reader went on over the jump in offsets
         * that the next primary made, and was told afterwards, when an instance that had seen it said so.
         */
        TOLD_LATE,
        /** A reader was unsubscribed (2500) or disconnected (3010) for insufficient state. */
        INTERRUPTED,
        /** A publication was not acknowledged, however long its writer tried. */
        UNACKNOWLEDGED,
        /** The hub refused what it must not refuse, or said what the protocol does not allow. */
        REFUSED
    }

    /** An acknowledged publication that did not arrive. */
    record Missing(
            Kind kind,
            String reader,
            String channel,
            Message message,
            Position position,
            @Nullable Position last) implements Violation {
        @Override
        public String text() {
            return reader + " never got " + message + " of " + channel + ", acknowledged at " + position + "; it is at "
                    + last + (kind == Kind.TOLD_LATE ? ", having been told after it had gone on" : "");
        }
    }

    /** A publication that a reader got in a way in which it should not; {@code expected} is where the reader was. */
    record Misdelivered(Kind kind, String reader, String channel, Message message, Position position, Position expected)
            implements Violation {
        @Override
        public String text() {
            return reader + " got " + message + " of " + channel + " at " + position + " when it was at " + expected;
        }
    }

    /** Two publications at one position, or in the wrong order. */
    record Contradicted(Kind kind, String channel, Message first, Message second, Position position)
            implements Violation {
        @Override
        public String text() {
            return channel + " has both " + first + " and " + second + " around " + position;
        }
    }

    /** A reader that could not go on where it was. */
    record Broken(
            Kind kind,
            String reader,
            String channel,
            @Nullable Position from,
            String by) implements Violation {
        @Override
        public String text() {
            return reader + " at " + from + " of " + channel + " was told: " + by;
        }
    }

    /** Anything that concerns one actor and needs words. */
    record Other(Kind kind, String actor, String what) implements Violation {
        @Override
        public String channel() {
            return "";
        }

        @Override
        public String text() {
            return actor + ": " + what;
        }
    }
}
