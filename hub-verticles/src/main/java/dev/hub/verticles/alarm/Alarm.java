package dev.hub.verticles.alarm;

import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Wakes sleepers when they are due, with one timer for all of them: set for the earliest. Belongs to one event loop. */
public final class Alarm {
    private static final long NEVER = Long.MAX_VALUE;

    private final Vertx vertx;
    private final LongSupplier millis;
    private final Supplier<? extends Collection<? extends Sleeper>> sleepers;
    private long setFor = NEVER;
    private long timer;

    /** Not set; {@code millis} is a monotonic clock, {@code sleepers} are those there are then. */
    public Alarm(Vertx vertx, LongSupplier millis, Supplier<? extends Collection<? extends Sleeper>> sleepers) {
        this.vertx = vertx;
        this.millis = millis;
        this.sleepers = sleepers;
    }

    /** Somebody is due then. */
    public void wakeAt(long time) {
        if (time >= setFor) {
            return;
        }
        if (setFor != NEVER) {
            vertx.cancelTimer(timer);
        }
        setFor = time;
        timer = vertx.setTimer(Math.max(1, time - millis.getAsLong()), over -> rouse());
    }

    private void rouse() {
        setFor = NEVER;
        long now = millis.getAsLong();
        long next = NEVER;
        for (Sleeper each : List.copyOf(sleepers.get())) {
            if (each.dueAt() <= now) {
                each.woken();
            } else {
                next = Math.min(next, each.dueAt());
            }
        }
        if (next != NEVER) {
            wakeAt(next);
        }
    }
}
