package dev.hub.verticles.api;

import dev.hub.core.bus.JobWork.Claim;
import dev.hub.core.bus.JobWork.Complete;
import dev.hub.core.bus.JobWork.Extend;
import dev.hub.core.bus.JobWork.Fail;
import dev.hub.core.bus.JobWork.Log;
import dev.hub.core.bus.JobWork.Progress;
import dev.hub.core.bus.JobWork.Release;
import dev.hub.core.channel.Payload;
import dev.hub.core.job.Backoff;
import dev.hub.core.job.JobClaim;
import dev.hub.core.job.JobStart;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads what workers ask for.
 *
 * @param maxWait longest {@code wait_ms} of a claim, in ms
 */
record JobWorkFields(long maxWait) {
    private static final int MAX_WORKER = 100;
    private static final int MAX_LINE = 10_000;
    private static final int MAX_LINES = 1_000;
    private static final int MAX_ERROR = 10_000;
    private static final long LEAST_LEASE = 100;
    private static final long MAX_LEASE = 86_400_000;

    /**
     * Who claims over a connection.
     *
     * @param client id of the connection; empty for none
     * @param address where its event loop is; empty for none
     */
    record Caller(String client, String address) {
        /** A back end. */
        static final Caller BACK_END = new Caller("", "");
    }

    static String worker(ApiFields fields) {
        return JobNames.text(fields, "worker", MAX_WORKER);
    }

    Claim claim(ApiFields fields, Caller caller) {
        return new Claim(
                JobNames.queue(fields),
                worker(fields),
                caller.client(),
                caller.address(),
                (int) fields.integer("max", 1, 1, JobNames.MAX_JOBS),
                fields.integer("wait_ms", 0, 0, maxWait),
                lease(fields, "lease_ms"));
    }

    /** The queue's setting where nothing is said. */
    private static long lease(ApiFields fields, String name) {
        return fields.value(name) == null ? 0 : fields.integer(name, 0, LEAST_LEASE, MAX_LEASE);
    }

    /** Longer leases, and whether it is about one job, which must be its worker's then. */
    record Extension(Extend command, boolean isOne) {}

    Extension extend(ApiFields fields) {
        boolean isOne = JobNames.hasOneId(fields);
        List<JobClaim> claims = isOne
                ? List.of(JobNames.claim(fields))
                : fields.objects("claims").stream().map(JobNames::claim).toList();
        if (claims.isEmpty() || claims.size() > JobNames.MAX_JOBS) {
            throw ApiFields.badRequest(
                    "id, or 1 to " + JobNames.MAX_JOBS + " claims, are required, got " + claims.size());
        }
        return new Extension(new Extend(JobNames.queue(fields), claims, lease(fields, "lease_ms")), isOne);
    }

    Progress progress(ApiFields fields) {
        Payload progress = fields.raw("progress").orElseThrow(() -> ApiFields.badRequest("progress is required"));
        return new Progress(JobNames.queue(fields), JobNames.claim(fields), progress);
    }

    Log log(ApiFields fields) {
        List<String> lines = fields.strings("lines");
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw ApiFields.badRequest("lines must be 1 to " + MAX_LINES + " in number, got " + lines.size());
        }
        lines.stream().filter(each -> each.length() > MAX_LINE).findFirst().ifPresent(longest -> {
            throw ApiFields.badRequest(
                    "lines must each have at most " + MAX_LINE + " characters, got " + longest.length());
        });
        return new Log(JobNames.queue(fields), JobNames.claim(fields), lines);
    }

    Complete complete(ApiFields fields) {
        return new Complete(
                JobNames.queue(fields),
                JobNames.claim(fields),
                fields.raw("result").orElse(Payload.NULL));
    }

    /** A failure counts however long its text is: the end of it is cut off. */
    Fail fail(ApiFields fields) {
        String error = fields.string("error");
        return new Fail(
                JobNames.queue(fields),
                JobNames.claim(fields),
                error.length() > MAX_ERROR ? error.substring(0, MAX_ERROR) : error,
                fields.truth("retry", true),
                fields.value("delay_ms") == null
                        ? OptionalLong.empty()
                        : OptionalLong.of(fields.integer("delay_ms", 0, 0, Backoff.MAX_DELAY_MILLIS)));
    }

    Release release(ApiFields fields) {
        return new Release(
                JobNames.queue(fields), JobNames.claim(fields), fields.integer("delay_ms", 0, 0, JobStart.MAX_MILLIS));
    }
}
