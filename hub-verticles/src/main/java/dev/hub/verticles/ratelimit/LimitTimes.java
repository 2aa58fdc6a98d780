package dev.hub.verticles.ratelimit;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks that limits are counted by.
 *
 * @param wall for limiters in memory, whose windows are those of the clock
 * @param nanos monotonic, for what was promised by Valkey
 */
record LimitTimes(InstantSource wall, LongSupplier nanos) {
    /** Of this machine. */
    static LimitTimes system(InstantSource wall) {
        return new LimitTimes(wall, System::nanoTime);
    }

    long micros() {
        return wall.millis() * 1000;
    }

    long nanosNow() {
        return nanos.getAsLong();
    }
}
