package dev.hub.verticles.decision;

import dev.hub.core.metrics.Tally;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Lets so many calls under way at the same time, and as many wait for their turn. Belongs to one event loop. */
final class CallGate {
    private final int places;
    private final int benches;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Tally running = new Tally();
    private final Tally waiting = new Tally();
    private int inside;

    CallGate(int places, int benches) {
        this.places = places;
        this.benches = benches;
    }

    private record Waiting(BooleanSupplier isWanted, Supplier<Future<?>> call) {}

    /** Calls under way. */
    Tally running() {
        return running;
    }

    /** Calls that wait, those among them that nobody wants any more. */
    Tally waiting() {
        return waiting;
    }

    /**
     * Makes {@code call} now or when its turn has come, if it is still wanted then. Its place is free again when its result
     * is there. False when too many wait already.
     */
    boolean enter(BooleanSupplier isWanted, Supplier<Future<?>> call) {
        Waiting next = new Waiting(isWanted, call);
        if (inside < places) {
            begin(next);
            return true;
        }
        if (queue.size() >= benches) {
            queue.removeIf(this::dropped);
        }
        if (queue.size() >= benches) {
            return false;
        }
        queue.add(next);
        waiting.add(1);
        return true;
    }

    private boolean dropped(Waiting each) {
        boolean isUnwanted = !each.isWanted().getAsBoolean();
        waiting.add(isUnwanted ? -1 : 0);
        return isUnwanted;
    }

    private void begin(Waiting next) {
        inside++;
        running.add(1);
        next.call().get().onComplete(done -> {
            inside--;
            running.add(-1);
            beginNext();
        });
    }

    private void beginNext() {
        while (inside < places) {
            Waiting next = queue.poll();
            if (next == null) {
                return;
            }
            waiting.add(-1);
            if (next.isWanted().getAsBoolean()) {
                begin(next);
            }
        }
    }
}
