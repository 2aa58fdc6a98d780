package dev.hub.core.valkey;

import java.time.Duration;

/**
 * Times and bounds of every link to a server.
 *
 * @param connectTimeout from the first packet to READY-to-prepare, and again for the preparation; default 2 s. Doubled
 *     after each attempt that used it up, to at most eight times as much, until one succeeds
 * @param commandTimeout after which a command counts as lost (its outcome unknown); default 5 s
 * @param heartbeat interval of the liveness question on each link; default 1 s
 * @param deadAfter silence after an unanswered heartbeat that ends a link; default 3 s
 * @param maxInFlight commands without answer on one link, after which further ones are refused; default 4096
 * @param topologyRefresh interval at which the topology is asked for without a reason; default 30 s
 * @param backoff waits between attempts
 * @param durable when a durable command counts as done
 * @param heartbeatChannel channel that links for subscriptions subscribe again and again to see the server alive; the
 *     ACL of the hub should allow it (a refusal counts as alive, too); default {@code hub:heartbeat}
 */
public record LinkSettings(
        Duration connectTimeout,
        Duration commandTimeout,
        Duration heartbeat,
        Duration deadAfter,
        int maxInFlight,
        Duration topologyRefresh,
        Backoff backoff,
        DurableSettings durable,
        String heartbeatChannel) {

    /** Settings fit for production. */
    public static final LinkSettings DEFAULT = new LinkSettings(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            4096,
            Duration.ofSeconds(30),
            Backoff.DEFAULT,
            DurableSettings.DEFAULT,
            "hub:heartbeat");

    /** Checks that all are positive and that death takes longer than a heartbeat. */
    public LinkSettings {
        requirePositive("connect timeout", connectTimeout);
        requirePositive("command timeout", commandTimeout);
        requirePositive("heartbeat", heartbeat);
        requirePositive("topology refresh", topologyRefresh);
        if (deadAfter.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException(
                    "dead-after must be longer than the heartbeat " + heartbeat + ", got " + deadAfter);
        }
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("max-in-flight must be 1 or more, got " + maxInFlight);
        }
    }

    /** The same with other times to connect and to answer. */
    public LinkSettings withTimeouts(Duration connect, Duration command) {
        return new LinkSettings(
                connect,
                command,
                heartbeat,
                deadAfter,
                maxInFlight,
                topologyRefresh,
                backoff,
                durable,
                heartbeatChannel);
    }

    /** The same with another channel to see subscribers' links alive by. */
    public LinkSettings withHeartbeatChannel(String channel) {
        return new LinkSettings(
                connectTimeout,
                commandTimeout,
                heartbeat,
                deadAfter,
                maxInFlight,
                topologyRefresh,
                backoff,
                durable,
                channel);
    }

    /** The same with another measure of what is durable. */
    public LinkSettings withDurable(DurableSettings other) {
        return new LinkSettings(
                connectTimeout,
                commandTimeout,
                heartbeat,
                deadAfter,
                maxInFlight,
                topologyRefresh,
                backoff,
                other,
                heartbeatChannel);
    }

    /** The same for links that WAIT holds up: so much longer may a command take, and so much longer may they be silent. */
    LinkSettings forWaiting() {
        return new LinkSettings(
                connectTimeout,
                commandTimeout.plus(durable.timeout()),
                heartbeat,
                deadAfter.plus(durable.timeout()),
                maxInFlight,
                topologyRefresh,
                backoff,
                durable,
                heartbeatChannel);
    }

    /** Short times, for tests against servers on the same machine: every fault shows and heals within a few seconds. */
    public static LinkSettings forTests() {
        return new LinkSettings(
                Duration.ofMillis(700),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                Duration.ofMillis(800),
                4096,
                Duration.ofSeconds(2),
                new Backoff(
                        Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofMillis(500)),
                DurableSettings.DEFAULT,
                "hub:heartbeat");
    }

    private static void requirePositive(String what, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException("the " + what + " must be 1 ms or more, got " + value);
        }
    }
}
