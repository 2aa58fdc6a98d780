package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.job.JobCipher;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether what jobs carry is encrypted in Valkey. Each option is explained in {@code conf/hub.yaml}, section {@code jobs}.
 *
 * @param primary id of the key that is written with; empty to write in plain
 * @param keys all that are read with
 */
public record JobEncryptionConfig(String primary, List<JobKeyConfig> keys) {
    /** Copies the list. */
    public JobEncryptionConfig {
        keys = List.copyOf(keys);
    }

    /** What holds unless configured otherwise. */
    static JobEncryptionConfig defaults() {
        return new JobEncryptionConfig("", List.of());
    }

    /** What jobs carry is encrypted from now on; without that, what was encrypted is still read. */
    public boolean encrypts() {
        return !primary.isEmpty();
    }

    /** What encrypts so. */
    public JobCipher cipher() {
        Map<String, Secret> secrets = new HashMap<>();
        keys.forEach(key -> secrets.put(key.id(), key.secret()));
        return keys.isEmpty() ? JobCipher.NONE : new JobCipher(primary, secrets, new SecureRandom());
    }

    void check(Rules rules) {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            String place = "jobs.encryption.keys[" + i + "]";
            keys.get(i).check(rules, place);
            String id = keys.get(i).id();
            rules.require(ids.add(id), place + ".id", id, "must be given to one only");
        }
        rules.require(
                primary.isEmpty() || ids.contains(primary),
                "jobs.encryption.primary",
                primary,
                "must be the id of one of jobs.encryption.keys",
                "jobs.encryption.keys");
    }
}
