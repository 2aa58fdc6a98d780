package dev.hub.websocket.connection;

import java.time.Duration;

/**
 * How long and how much a connection may.
 *
 * @param pingInterval between two pings; whole seconds are announced, at least 1. Default 25 s
 * @param pongTimeout within which a ping must be answered; less than the interval. Default 8 s
 * @param connectTimeout within which a client must have authenticated. Default 10 s
 * @param expiryGrace how long a connection or subscription outlives its token, for a refresh to arrive. Default 25 s
 * @param maxMessageBytes largest message from a client. Default 64 KiB
 * @param maxQueueBytes what may wait for a client that reads slowly. Default 1 MiB
 * @param maxChannels channels that one client may be subscribed to. Default 128
 * @param maxRecovered publications that a recovery may bring; a client that missed more gets none. Default 300
 * @param maxHistory publications that a client may read from a history at once. Default 300
 */
public record ConnectionLimits(
        Duration pingInterval,
        Duration pongTimeout,
        Duration connectTimeout,
        Duration expiryGrace,
        int maxMessageBytes,
        int maxQueueBytes,
        int maxChannels,
        int maxRecovered,
        int maxHistory) {
    /** Checks what must fit together. */
    public ConnectionLimits {
        requirePositive("ping-interval", pingInterval);
        requirePositive("pong-timeout", pongTimeout);
        requirePositive("connect-timeout", connectTimeout);
        if (pongTimeout.compareTo(pingInterval) >= 0) {
            throw new IllegalArgumentException(
                    "pong-timeout must be less than ping-interval %s, got %s".formatted(pingInterval, pongTimeout));
        }
        requirePositive("max-message-bytes", maxMessageBytes);
        requirePositive("max-queue-bytes", maxQueueBytes);
        requirePositive("max-channels", maxChannels);
        requirePositive("max-recovered", maxRecovered);
        requirePositive("max-history", maxHistory);
    }

    /** Every limit at its default. */
    public static ConnectionLimits defaults() {
        return new ConnectionLimits(
                Duration.ofSeconds(25),
                Duration.ofSeconds(8),
                Duration.ofSeconds(10),
                Duration.ofSeconds(25),
                64 * 1024,
                1024 * 1024,
                128,
                300,
                300);
    }

    int pingSeconds() {
        return (int) Math.max(1, pingInterval.toSeconds());
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be more than 0, got " + value);
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than 0, got " + value);
        }
    }
}
