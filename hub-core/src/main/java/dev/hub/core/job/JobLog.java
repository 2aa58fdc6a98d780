package dev.hub.core.job;

import java.util.List;

/**
 * Lines of a job's log.
 *
 * @param total how many there ever were
 */
public record JobLog(List<Line> lines, long total) {
    /** Copies the lines. */
    public JobLog {
        lines = List.copyOf(lines);
    }

    /**
     * What a worker wrote.
     *
     * @param millis when, ms since 1970
     */
    public record Line(long millis, String text) {}
}
