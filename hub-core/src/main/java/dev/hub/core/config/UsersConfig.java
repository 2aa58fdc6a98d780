package dev.hub.core.config;

import dev.hub.core.option.Range;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What is known of users over all instances. Each option is explained in {@code conf/hub.yaml}, section {@code users}.
 *
 * @param presence who is online, and by which connections, is known
 * @param presenceGrace how long a user whose last connection broke stays online, 0 to 10m
 * @param connectionLimit most connections of one user over all instances, 0 to 100000; 0 for no limit
 * @param singleConnection a new connection of a user closes the older ones
 * @param statusNamespace in whose channels {@code <namespace>:<user>} it is published when a user goes on- or offline or
 *     changes its status; empty for nowhere
 * @param statusTtl how long what is known of a user is kept after the user was last seen, 1m to 8760h
 */
public record UsersConfig(
        boolean presence,
        @Range(min = "0s", max = "10m") Duration presenceGrace,
        @Range(min = "0", max = "100000") int connectionLimit,
        boolean singleConnection,
        String statusNamespace,
        @Range(min = "1m", max = "8760h") Duration statusTtl) {
    private static final Pattern NAME = Pattern.compile("([-a-zA-Z0-9_]{2,})?");

    /** What holds unless configured otherwise. */
    public static UsersConfig defaults() {
        return new UsersConfig(true, Duration.ZERO, 0, false, "", Duration.ofDays(30));
    }

    void check(Rules rules) {
        rules.requireRanges("users", this);
        rules.require(
                NAME.matcher(statusNamespace).matches(),
                "users.status-namespace",
                statusNamespace,
                "must be the name of a namespace, or empty");
        needsPresence(rules, connectionLimit > 0, "users.connection-limit", connectionLimit);
        needsPresence(rules, singleConnection, "users.single-connection", true);
        needsPresence(rules, !statusNamespace.isEmpty(), "users.status-namespace", statusNamespace);
        needsPresence(rules, presenceGrace.isPositive(), "users.presence-grace", presenceGrace);
    }

    private void needsPresence(Rules rules, boolean isSet, String key, Object value) {
        rules.require(!isSet || presence, key, value, "has no effect without users.presence: true", "users.presence");
    }
}
