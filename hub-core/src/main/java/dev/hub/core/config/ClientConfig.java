package dev.hub.core.config;

import dev.hub.core.option.Durations;
import dev.hub.core.option.Range;
import java.time.Duration;

/** What one client connection may do. Each component is explained in {@code conf/hub.yaml}, section {@code client}. */
public record ClientConfig(
        @Range(min = "1s", max = "10m") Duration pingInterval,
        @Range(min = "1s", max = "5m") Duration pongTimeout,
        @Range(min = "100ms", max = "5m") Duration connectTimeout,
        @Range(min = "0s", max = "1h") Duration expiredCloseDelay,
        @Range(min = "1KiB", max = "16MiB") DataSize messageSizeLimit,
        @Range(min = "16KiB", max = "1GiB") DataSize queueMaxSize,
        @Range(min = "1", max = "100000") int channelLimit,
        @Range(min = "0", max = "10000000") int connectionLimit,
        @Range(min = "0", max = "1000000") int ipConnectionLimit,
        @Range(min = "1", max = "100000") int recoveryMaxPublicationLimit,
        @Range(min = "1", max = "100000") int historyMaxPublicationLimit) {
    /** What holds unless configured otherwise. */
    public static ClientConfig defaults() {
        return new ClientConfig(
                Duration.ofSeconds(25),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                DataSize.ofKiB(64),
                DataSize.ofMiB(1),
                128,
                0,
                0,
                300,
                300);
    }

    void check(Rules rules) {
        rules.require(
                pongTimeout.compareTo(pingInterval) < 0,
                "client.pong-timeout",
                pongTimeout,
                "must be shorter than client.ping-interval (" + Durations.format(pingInterval) + ")");
        rules.require(
                queueMaxSize.compareTo(messageSizeLimit) >= 0,
                "client.queue-max-size",
                queueMaxSize,
                "must not be less than client.message-size-limit (" + messageSizeLimit + ")");
    }
}
