package dev.hub.core.testkit;

import java.time.Duration;

/** What one direction of a proxy does with bytes: passes them, passes them later, or holds them until it is told otherwise. */
final class Gate {
    private long delayNanos;
    private boolean held;

    synchronized void pass() {
        delayNanos = 0;
        held = false;
        notifyAll();
    }

    synchronized void delay(Duration time) {
        delayNanos = time.toNanos();
        held = false;
        notifyAll();
    }

    synchronized void hold() {
        held = true;
    }

    /** Waits until bytes that came at {@code arrivedNanos} may go on; returns early only to fail by interruption. */
    synchronized void await(long arrivedNanos) throws InterruptedException {
        while (true) {
            long left = arrivedNanos + delayNanos - System.nanoTime();
            if (held) {
                wait();
            } else if (left > 0) {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } else {
                return;
            }
        }
    }
}
