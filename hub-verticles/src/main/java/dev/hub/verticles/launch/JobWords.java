package dev.hub.verticles.launch;

import dev.hub.core.job.Backoff;
import dev.hub.core.job.Dedup;
import dev.hub.core.job.QueueSettings.Overflow;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;

/** Words that flags of jobs and queues take, for help and completion. */
final class JobWords {
    private JobWords() {}

    private static Iterator<String> of(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .iterator();
    }

    /** How waits grow. */
    static final class Backoffs implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Backoff.Type.values());
        }
    }

    /** What becomes of a second job. */
    static final class Dedups implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Dedup.Mode.values());
        }
    }

    /** What becomes of one job too many. */
    static final class Overflows implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return of(Overflow.values());
        }
    }
}
