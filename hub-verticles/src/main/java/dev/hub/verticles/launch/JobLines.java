package dev.hub.verticles.launch;

import dev.hub.core.job.JobIds;
import dev.hub.verticles.api.JobCheck;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** The jobs of a file, checked one by one as the hub would, so that what is wrong is told by its line. */
final class JobLines implements AutoCloseable {
    private final JobFile file;
    private final JsonObject defaults;
    private final JobIds newIds;

    /** Those of {@code source}, which have what they do not say from {@code defaults}. */
    JobLines(InputSource source, JsonObject defaults, JobIds newIds) {
        this.file = new JobFile(source);
        this.defaults = defaults;
        this.newIds = newIds;
    }

    /** The next one; none at the end. */
    Optional<JobLine> next() {
        return file.next().map(this::read);
    }

    /** Reads the next one only to add to {@code faults} what is wrong with it; false at the end, or where nothing more can be read. */
    boolean checkNext(List<String> faults) {
        boolean isRead = false;
        try {
            Optional<JobFile.Entry> entry = file.next();
            isRead = entry.isPresent();
            entry.ifPresent(this::read);
        } catch (CommandFailure fault) {
            faults.add(String.valueOf(fault.getMessage()));
        }
        return isRead;
    }

    private JobLine read(JobFile.Entry entry) {
        JobLine job = JobLine.of(entry, defaults.copy().put("id", newIds.next()));
        JobCheck.faultOf(job.json(), newIds).ifPresent(fault -> {
            throw file.at(entry.line(), "holds a job that is wrong: " + fault);
        });
        return job;
    }

    /** How much of the file has been read, in bytes. */
    long bytes() {
        return file.bytes();
    }

    @Override
    public void close() {
        file.close();
    }
}
