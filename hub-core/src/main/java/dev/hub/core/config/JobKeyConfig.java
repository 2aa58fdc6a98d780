package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.job.JobCipher;

/**
 * A key that jobs are encrypted with.
 *
 * @param id stands beside what was encrypted with it
 * @param secret 32 bytes in base64
 */
public record JobKeyConfig(String id, Secret secret) {
    /** What holds unless configured otherwise: nothing, both have to be given. */
    static JobKeyConfig defaults() {
        return new JobKeyConfig("", Secret.NONE);
    }

    void check(Rules rules, String key) {
        rules.require(
                JobCipher.KEY_ID.matcher(id).matches(),
                key + ".id",
                id,
                "must be 1 to 32 letters, digits or one of - _ .");
        String fault = JobCipher.faultOf(secret);
        rules.require(fault.isEmpty(), key + ".secret", secret, fault + " (openssl rand -base64 32 makes one)");
    }
}
