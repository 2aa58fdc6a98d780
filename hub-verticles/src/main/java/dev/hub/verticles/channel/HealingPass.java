package dev.hub.verticles.channel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over all streams whose link was lost and is back; tells at its end what it came to. */
final class HealingPass {
    private static final Logger LOG = LoggerFactory.getLogger(HealingPass.class);

    private final long begunNanos;
    private int checked;
    private int open;
    private int healed;
    private int interrupted;
    private long filled;

    HealingPass(long nowNanos) {
        begunNanos = nowNanos;
    }

    /** One more stream is part of it. */
    void add() {
        checked++;
        open++;
    }

    /** From one of its streams so many missing publications were read. */
    void filled(int publications) {
        if (publications > 0) {
            healed++;
            filled += publications;
        }
    }

    /** One of its streams could not be filled. */
    void interrupted() {
        interrupted++;
    }

    /** One of its streams lacks nothing now, or is not followed any more. */
    void done(long nowNanos) {
        open--;
        if (open == 0) {
            LOG.info("{}", summary(nowNanos));
        }
    }

    /** What it came to so far. */
    String summary(long nowNanos) {
        return "Subscriptions are back: %d channels with history checked, %d healed, %d publications filled in, %d could not be healed, in %d ms"
                .formatted(checked, healed, filled, interrupted, (nowNanos - begunNanos) / 1_000_000);
    }
}
