package dev.hub.verticles.launch;

import io.vertx.core.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Jobs that are submitted by one call: few enough for a quick answer, and far from what a hub refuses. */
final class JobBatch {
    /** Most jobs, children included; one job with more of them goes alone. */
    static final int MAX_JOBS = 500;

    private static final int MAX_BYTES = 1024 * 1024;

    private final List<JobLine> lines = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private int jobs;
    private int bytes;

    /** Whether there is room for {@code job}. One that has an id of another goes into another call: there it is known. */
    boolean hasRoomFor(JobLine job) {
        boolean fits = jobs + job.jobs() <= MAX_JOBS && bytes + job.bytes() <= MAX_BYTES;
        return lines.isEmpty() || (fits && job.ids().stream().noneMatch(ids::contains));
    }

    void add(JobLine job) {
        lines.add(job);
        ids.addAll(job.ids());
        jobs += job.jobs();
        bytes += job.bytes();
    }

    List<JobLine> lines() {
        return lines;
    }

    /** The body that submits {@code some} of them. */
    static String body(String queue, List<JobLine> some) {
        return some.stream()
                .map(JobLine::json)
                .collect(Collectors.joining(",", "{\"queue\":" + Json.encode(queue) + ",\"jobs\":[", "]}"));
    }
}
