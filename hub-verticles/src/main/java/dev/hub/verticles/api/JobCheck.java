package dev.hub.verticles.api;

import dev.hub.core.job.JobIds;
import dev.hub.core.protocol.HubException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells what a hub would say of a job, before it is sent to one. */
public final class JobCheck {
    private static final String PREFIX = "bad request: ";

    private JobCheck() {}

    /**
     * What is wrong with the fields of {@code job}; nothing, perhaps. How large payloads may be, only the hub knows.
     *
     * @param newIds for children that come without one
     */
    public static Optional<String> faultOf(String job, JobIds newIds) {
        try {
            JobSubmission.check(ApiFields.of(job.getBytes(StandardCharsets.UTF_8)), newIds);
            return Optional.empty();
        } catch (HubException refusal) {
            String text = refusal.text();
            return Optional.of(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
        } catch (IllegalArgumentException malformed) {
            return Optional.of(String.valueOf(malformed.getMessage()));
        }
    }
}
