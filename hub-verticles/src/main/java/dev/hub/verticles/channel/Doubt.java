package dev.hub.verticles.channel;

import java.util.Locale;

/**
 * Why a stream is read again.
 *
 * @param cause what made it doubtful
 * @param sinceNanos when that was
 */
record Doubt(Cause cause, long sinceNanos) {
    /** What can make a stream doubtful. The lower-case name is a tag of the metrics. */
    enum Cause {
        /** A publication came that does not follow. */
        GAP,
        /** The link for subscriptions was lost and is back. */
        LINK,
        /** It has been quiet for long, or somebody knows of more. */
        PROBE,
        /** More waited than fits. */
        OVERFLOW;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
