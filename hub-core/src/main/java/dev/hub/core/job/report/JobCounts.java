package dev.hub.core.job.report;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often what happened.
 *
 * @param counts none for what did not
 */
public record JobCounts(Map<JobFact, Long> counts) {
    /** Nothing happened. */
    public static final JobCounts NONE = new JobCounts(Map.of());

    /** Copies {@code counts}. */
    public JobCounts {
        Map<JobFact, Long> copy = new EnumMap<>(JobFact.class);
        counts.forEach((fact, count) -> {
            if (count != 0) {
                copy.put(fact, count);
            }
        });
        counts = Collections.unmodifiableMap(copy);
    }

    /** How often that did. */
    public long of(JobFact fact) {
        return counts.getOrDefault(fact, 0L);
    }

    /** Both together. */
    public JobCounts plus(JobCounts other) {
        Map<JobFact, Long> sum = new EnumMap<>(JobFact.class);
        sum.putAll(counts);
        other.counts.forEach((fact, count) -> sum.merge(fact, count, Long::sum));
        return new JobCounts(sum);
    }

    /** Jobs that were given up, by cause. */
    public Map<String, Long> failures() {
        Map<String, Long> byCause = new LinkedHashMap<>();
        counts.forEach((fact, count) -> {
            if (fact.isDeath()) {
                byCause.put(fact.word(), count);
            }
        });
        return byCause;
    }

    /** Jobs that were given up. */
    public long dead() {
        return failures().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Jobs that are done or were given up. */
    public long over() {
        return of(JobFact.DONE) + dead();
    }

    /** Attempts that came to an outcome. */
    public long attempts() {
        return over() + of(JobFact.RETRIED);
    }

    /** Which part of the attempts is followed by another one, 0 to 1. */
    public double retryRatio() {
        return attempts() == 0 ? 0 : (double) of(JobFact.RETRIED) / attempts();
    }
}
