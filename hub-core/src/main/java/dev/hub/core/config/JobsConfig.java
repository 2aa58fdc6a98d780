package dev.hub.core.config;

import dev.hub.core.option.Range;
import java.time.Duration;

/**
 * The jobs of an instance. Each option is explained in {@code conf/hub.yaml}, section {@code jobs}.
 *
 * @param enabled it takes jobs, and has them done
 * @param durable what is answered replicas have
 * @param workerGrace how long a worker may take to come back whose connection broke, 0 to 10m
 * @param shutdownTimeout how long verticles may take to finish their jobs when the instance stops, 0 to 10m
 * @param maxPayload largest payload of a job, 1KiB to 4MiB
 * @param maxResult largest result and progress of a job, 1KiB to 4MiB
 * @param encryption of what jobs carry
 */
public record JobsConfig(
        boolean enabled,
        boolean durable,
        @Range(min = "0s", max = "10m") Duration workerGrace,
        @Range(min = "0s", max = "10m") Duration shutdownTimeout,
        @Range(min = "1KiB", max = "4MiB") DataSize maxPayload,
        @Range(min = "1KiB", max = "4MiB") DataSize maxResult,
        JobEncryptionConfig encryption) {
    /** What holds unless configured otherwise. */
    public static JobsConfig defaults() {
        return new JobsConfig(
                true,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                DataSize.ofMiB(1),
                DataSize.ofKiB(256),
                JobEncryptionConfig.defaults());
    }

    /** The same with other times. */
    public JobsConfig withTimes(Duration grace, Duration shutdown) {
        return new JobsConfig(enabled, durable, grace, shutdown, maxPayload, maxResult, encryption);
    }

    void check(Rules rules) {
        rules.requireRanges("jobs", this);
        encryption.check(rules);
    }
}
