package dev.hub.core.job;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a queue treats its jobs.
 *
 * @param leaseMillis how long a worker has a job unless it extends its lease
 * @param maxRecoveries so often a job is given to another worker after its worker was lost; then it is dead
 * @param concurrency most active jobs; 0 for any number
 * @param rate how many may start in a time
 * @param groupConcurrency most active jobs of each group; 0 for any number
 * @param groupRate how many of each group may start in a time
 * @param agingMillis a job that waited so long is as good as one of the next higher priority; 0: priorities are strict. A change
 *     counts for jobs that line up from then on
 * @param capacity how many may wait
 * @param events about how many outcomes are kept for those who read them; 0 for none
 * @param retention how long jobs are kept that are over
 */
public record QueueSettings(
        long leaseMillis,
        int maxRecoveries,
        int concurrency,
        Rate rate,
        int groupConcurrency,
        Rate groupRate,
        long agingMillis,
        Capacity capacity,
        int events,
        Retention retention) {
    /** What a queue has that nobody configured. */
    public static final QueueSettings DEFAULTS =
            new QueueSettings(30_000, 3, 0, Rate.NONE, 0, Rate.NONE, 0, Capacity.UNBOUNDED, 1_000, Retention.DEFAULTS);

    /**
     * How many jobs may start in a time, at once or spread: what is used comes back evenly, so that after so many at once one
     * more may start each {@code periodMillis / limit}, rounded up to a microsecond.
     *
     * @param limit so many; 0 for any number
     * @param periodMillis in this time
     */
    public record Rate(int limit, long periodMillis) {
        /** Any number. */
        public static final Rate NONE = new Rate(0, 1_000);

        /** Checks the ranges. */
        public Rate {
            JobSpec.requireRange("rate.limit", limit, 0, 1_000_000);
            JobSpec.requireRange("rate.period_ms", periodMillis, 1, 86_400_000);
            if (limit > periodMillis * 1_000) {
                throw new IllegalArgumentException("rate must not be above one in a microsecond");
            }
        }
    }

    /**
     * How many jobs may wait.
     *
     * @param maxSize so many; 0 for any number
     * @param overflow what becomes of one more
     * @param spillTo the queue that it goes to, for {@link Overflow#SPILL}; else empty
     */
    public record Capacity(int maxSize, Overflow overflow, String spillTo) {
        /** Any number. */
        public static final Capacity UNBOUNDED = new Capacity(0, Overflow.REJECT, "");

        /** Checks that there is somewhere to spill to. */
        public Capacity {
            JobSpec.requireRange("max_size", maxSize, 0, 100_000_000);
            if (overflow == Overflow.SPILL) {
                new QueueName(spillTo);
            } else if (!spillTo.isEmpty()) {
                throw new IllegalArgumentException("spill_to is for overflow spill only");
            }
        }
    }

    /** What becomes of a job that a full queue is to take. */
    public enum Overflow {
        /** It is refused. */
        REJECT("reject"),
        /** The one that would start next is cancelled for it. */
        DROP_OLDEST("drop_oldest"),
        /** One of a lower priority is cancelled for it; if there is none it is refused. */
        DROP_LOWEST("drop_lowest"),
        /** It goes to another queue. */
        SPILL("spill");

        private final String word;

        Overflow(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }

        static Overflow of(String word) {
            for (Overflow each : values()) {
                if (each.word.equals(word)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(
                    "overflow must be reject, drop_oldest, drop_lowest or spill, got \"" + word + "\"");
        }
    }

    /** Jobs that are over are kept: how long, and how many at most, for each final state. */
    public record Retention(Keep done, Keep dead, Keep cancelled, Keep expired) {
        /** A day or 1,000 for what is done; 30 days or 10,000 for dead letters; a day or 1,000 for the rest. */
        public static final Retention DEFAULTS = new Retention(
                new Keep(86_400_000, 1_000),
                new Keep(30 * 86_400_000L, 10_000),
                new Keep(86_400_000, 1_000),
                new Keep(86_400_000, 1_000));
    }

    /**
     * How long.
     *
     * @param millis since their end; 0 for ever
     * @param count the latest so many
     */
    public record Keep(long millis, int count) {
        /** Checks the ranges. */
        public Keep {
            JobSpec.requireRange("retention.age_ms", millis, 0, 10 * 366 * 86_400_000L);
            JobSpec.requireRange("retention.count", count, 0, 10_000_000);
        }
    }

    /** Checks the ranges. */
    public QueueSettings {
        JobSpec.requireRange("lease_ms", leaseMillis, 100, 86_400_000);
        JobSpec.requireRange("max_recoveries", maxRecoveries, 0, 1_000);
        JobSpec.requireRange("concurrency", concurrency, 0, 1_000_000);
        JobSpec.requireRange("group.concurrency", groupConcurrency, 0, 1_000_000);
        JobSpec.requireRange("aging_ms", agingMillis, 0, 86_400_000);
        JobSpec.requireRange("events", events, 0, 1_000_000);
    }

    /** As they stand in the queue's hash, by name. */
    public Map<String, String> encode() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("lease_ms", Long.toString(leaseMillis));
        fields.put("max_recoveries", Integer.toString(maxRecoveries));
        fields.put("concurrency", Integer.toString(concurrency));
        fields.put("rate_limit", Integer.toString(rate.limit));
        fields.put("rate_period_ms", Long.toString(rate.periodMillis));
        fields.put("group_concurrency", Integer.toString(groupConcurrency));
        fields.put("group_rate_limit", Integer.toString(groupRate.limit));
        fields.put("group_rate_period_ms", Long.toString(groupRate.periodMillis));
        fields.put("aging_ms", Long.toString(agingMillis));
        fields.put("max_size", Integer.toString(capacity.maxSize));
        fields.put("overflow", capacity.overflow.word());
        fields.put("spill_to", capacity.spillTo);
        fields.put("events", Integer.toString(events));
        put(fields, "done", retention.done);
        put(fields, "dead", retention.dead);
        put(fields, "cancelled", retention.cancelled);
        put(fields, "expired", retention.expired);
        return fields;
    }

    private static void put(Map<String, String> fields, String state, Keep keep) {
        fields.put("keep_" + state, Integer.toString(keep.count));
        fields.put("keep_" + state + "_ms", Long.toString(keep.millis));
    }

    /** What {@link #encode} wrote; what is not there is as in {@link #DEFAULTS}. */
    public static QueueSettings decode(Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS.encode());
        all.putAll(fields);
        return new QueueSettings(
                number(all, "lease_ms"),
                (int) number(all, "max_recoveries"),
                (int) number(all, "concurrency"),
                rate(all, "rate_"),
                (int) number(all, "group_concurrency"),
                rate(all, "group_rate_"),
                number(all, "aging_ms"),
                new Capacity((int) number(all, "max_size"), Overflow.of(text(all, "overflow")), text(all, "spill_to")),
                (int) number(all, "events"),
                new Retention(keep(all, "done"), keep(all, "dead"), keep(all, "cancelled"), keep(all, "expired")));
    }

    private static Rate rate(Map<String, String> all, String prefix) {
        return new Rate((int) number(all, prefix + "limit"), number(all, prefix + "period_ms"));
    }

    private static Keep keep(Map<String, String> all, String state) {
        return new Keep(number(all, "keep_" + state + "_ms"), (int) number(all, "keep_" + state));
    }

    private static long number(Map<String, String> all, String name) {
        return Long.parseLong(text(all, name));
    }

    private static String text(Map<String, String> all, String name) {
        String value = all.get(name);
        if (value == null) {
            throw new IllegalStateException("a queue has no setting " + name);
        }
        return value;
    }
}
