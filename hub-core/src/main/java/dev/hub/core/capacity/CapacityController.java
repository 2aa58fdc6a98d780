package dev.hub.core.capacity;

/**
 * Finds how much of what comes can be admitted: additive increase, multiplicative decrease. Four bad moments in a row lower
 * the level, four calm ones raise it a little, and what is neither, between {@value #CALM} of a target and the target, leaves
 * it: so it does not swing. Where hardly anything is asked for nothing is shed, and what was is soon admitted again. On one
 * thread.
 */
public final class CapacityController {
    private static final int BAD_MOMENTS = 4;
    private static final int CALM_MOMENTS = 4;
    private static final double CALM = 0.7;
    private static final double PROMPT = 0.2;
    private static final double STEP = 0.2;
    private static final double IDLE_STEP = 1;
    private static final double LEAST = 0.5;
    private static final double GENTLE = 0.9;
    private static final double FIRM = 0.8;
    private static final int MUCH = 4;

    private final CapacityTargets targets;
    private final LatencyGradient gradient;
    private double level = Capacity.FULL;
    private int bad;
    private int calm;

    /** Begins with everything admitted. */
    public CapacityController(CapacityTargets targets) {
        this.targets = targets;
        this.gradient = new LatencyGradient(targets.valkeyLatency().toNanos() / 1000 / 10);
    }

    /**
     * Takes in how things are and tells the level, {@link Capacity#FULL} for all. Asked at a regular interval.
     *
     * @param moments how many of these have passed, more than one where it is asked late: what is bad was so all the time, but what
     *     was done about it last shows only now
     */
    public double next(Signals signals, int moments) {
        if (signals.valkey().isKnown()) {
            gradient.add(signals.valkey().micros());
        }
        if (signals.isIdle()) {
            bad = 0;
            level = Math.min(Capacity.FULL, level + IDLE_STEP);
            return level;
        }
        double factor = Math.min(
                Math.min(byLoops(signals), byValkey(signals.valkey())),
                signals.queuePercent() > targets.queuePercent() ? GENTLE : 1);
        if (factor < 1) {
            calm = 0;
            bad += moments;
            if (bad >= BAD_MOMENTS) {
                level = Math.max(LEAST, level * factor);
            }
        } else {
            bad = 0;
            calm = isCalm(signals) ? calm + 1 : 0;
            if (calm >= CALM_MOMENTS) {
                level = Math.min(Capacity.FULL, level + STEP);
            }
        }
        return level;
    }

    private double byLoops(Signals signals) {
        long target = targets.loopLag().toNanos() / 1000;
        if (signals.loopLagMicros() > MUCH * target) {
            return FIRM;
        }
        boolean isBusy = signals.cpuPercent() > targets.cpuPercent();
        return signals.loopLagMicros() > (isBusy ? target / 2 : target) ? GENTLE : 1;
    }

    /** Where every question runs out of time, all take the same: the gradient alone would see nothing. */
    private double byValkey(Signals.Probe probe) {
        if (!probe.isKnown()) {
            return 1;
        }
        boolean isSlow =
                probe.hasFailed() || gradient.micros() > targets.valkeyLatency().toNanos() / 1000.0;
        return isSlow ? Math.min(FIRM, gradient.value()) : gradient.value();
    }

    private boolean isCalm(Signals signals) {
        return signals.loopLagMicros() < CALM * targets.loopLag().toNanos() / 1000
                && signals.queuePercent() < CALM * targets.queuePercent()
                && (signals.cpuPercent() <= targets.cpuPercent() || isPrompt(signals))
                && gradient.micros() < CALM * targets.valkeyLatency().toNanos() / 1000;
    }

    /** Then it is somebody else who keeps the processors busy. */
    private boolean isPrompt(Signals signals) {
        return signals.loopLagMicros() < PROMPT * targets.loopLag().toNanos() / 1000;
    }
}
