package dev.hub.websocket.outbound;

import dev.hub.core.metrics.Tally;

/** What waits for the sockets of one event loop, in bytes. Belongs to that loop. */
final class LoopMemory {
    private final QueueMemory all;
    private final Tally held = new Tally();
    private long told;

    LoopMemory(QueueMemory all) {
        this.all = all;
    }

    Tally held() {
        return held;
    }

    void add(long bytes) {
        held.add(bytes);
        long untold = held.value() - told;
        if (untold >= QueueMemory.STEP || untold <= -QueueMemory.STEP) {
            tell();
        }
    }

    private void tell() {
        all.add(held.value() - told);
        told = held.value();
    }

    /** Too much waits on this instance, and this loop has its part in it. */
    boolean isOver() {
        if (!all.isOver(held.value())) {
            return false;
        }
        tell();
        return all.isOver(held.value());
    }

    boolean isNear() {
        return all.isNear();
    }

    void leave() {
        all.leave(told);
        told = 0;
    }
}
