package dev.hub.verticles.jobs.soak;

import dev.hub.verticles.jobs.soak.client.OwnProcess.Program;
import dev.hub.verticles.jobs.soak.judge.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Who does what in one soak. Together with the hubs it fixes all choices.
 *
 * @param seed of all randomness
 * @param jobs how many are submitted
 * @param time in which they are
 * @param crowd who takes part
 * @param leaseMillis how long a worker has a job
 * @param groupLimit most active jobs of a group
 * @param patience how long the rest may take at the end
 * @param forgiven what is no failure here
 */
record SoakPlan(
        long seed,
        int jobs,
        Duration time,
        Crowd crowd,
        long leaseMillis,
        int groupLimit,
        Duration patience,
        Set<Kind> forgiven) {
    /** The queue of all. */
    static final String QUEUE = "soak";

    SoakPlan {
        forgiven = Set.copyOf(forgiven);
    }

    /**
     * How many take part.
     *
     * @param submitters by the HTTP API
     * @param claimers workers that ask by the HTTP API
     * @param attached workers that jobs are pushed to
     * @param processes workers in processes of their own
     * @param schedules how many bring a job every second
     */
    record Crowd(int submitters, int claimers, int attached, List<Program> processes, int schedules) {
        Crowd {
            processes = List.copyOf(processes);
        }
    }
}
