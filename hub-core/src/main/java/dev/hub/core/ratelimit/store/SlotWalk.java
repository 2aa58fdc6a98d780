package dev.hub.core.ratelimit.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A decision on limits of several slots of a cluster: takes from one slot after the other, and gives back when a later one
 * refuses or cannot be asked.
 */
final class SlotWalk {
    private static final Logger LOG = LoggerFactory.getLogger(SlotWalk.class);

    private final LimitCalls calls;
    private final Ask ask;
    private final List<List<Integer>> steps;
    private final List<@Nullable Reading> readings;

    SlotWalk(LimitCalls calls, Ask ask, ToIntFunction<Limiter> slot) {
        this.calls = calls;
        this.ask = ask;
        Map<Integer, List<Integer>> bySlot = new LinkedHashMap<>();
        for (int i = 0; i < ask.claims().size(); i++) {
            int itsSlot = slot.applyAsInt(ask.claims().get(i).limiter());
            bySlot.computeIfAbsent(itsSlot, any -> new ArrayList<>()).add(i);
        }
        this.steps = List.copyOf(bySlot.values());
        this.readings = new ArrayList<>(
                Collections.<@Nullable Reading>nCopies(ask.claims().size(), null));
    }

    /** Takes. */
    Future<Taken> take() {
        return from(0);
    }

    /** Looks at all slots at once. */
    Future<Taken> peek() {
        return look(0).map(done -> result());
    }

    private Future<Taken> from(int step) {
        if (step == steps.size()) {
            return Future.succeededFuture(result());
        }
        return calls.take(List.of(part(step)), false)
                .recover(cause -> undo(step).transform(done -> Future.failedFuture(cause)))
                .compose(taken -> {
                    note(step, taken.getFirst());
                    return taken.getFirst().isAllowed() ? from(step + 1) : refused(step);
                });
    }

    private Future<Taken> refused(int step) {
        return Future.join(undo(step), look(step + 1)).map(done -> result());
    }

    private Future<Void> look(int firstStep) {
        List<Future<?>> looks = new ArrayList<>();
        for (int step = firstStep; step < steps.size(); step++) {
            int present = step;
            looks.add(calls.take(List.of(part(step)), true).onSuccess(seen -> note(present, seen.getFirst())));
        }
        return Future.join(looks).mapEmpty();
    }

    private Ask part(int step) {
        return new Ask(ask.id(), steps.get(step).stream().map(ask.claims()::get).toList());
    }

    private void note(int step, Taken taken) {
        List<Integer> places = steps.get(step);
        for (int i = 0; i < places.size(); i++) {
            readings.set(places.get(i), taken.readings().get(i));
        }
    }

    /** Gives back what was taken before a step. What is not enforced was taken for itself, and stays. */
    private Future<Void> undo(int step) {
        List<Future<?>> undone = new ArrayList<>();
        for (List<Integer> places : steps.subList(0, step)) {
            List<Integer> taken = places.stream()
                    .filter(i -> ask.claims().get(i).isEnforced())
                    .toList();
            if (!taken.isEmpty()) {
                undone.add(giveBack(taken));
            }
        }
        return Future.join(undone)
                .<Void>mapEmpty()
                .onFailure(cause -> LOG.warn("What was taken from limits is not given back: {}", cause.getMessage()))
                .otherwiseEmpty();
    }

    private Future<?> giveBack(List<Integer> places) {
        List<GiveBack> all = places.stream()
                .map(i -> new GiveBack(
                        ask.claims().get(i).limiter(),
                        ask.claims().get(i).cost(),
                        reading(i).window(),
                        ask.id()))
                .toList();
        return calls.refund(all).onSuccess(returned -> {
            for (int i = 0; i < places.size(); i++) {
                Reading before = reading(places.get(i));
                Returned now = returned.get(i);
                readings.set(places.get(i), new Reading(true, now.remaining(), 0, now.resetMicros(), before.window()));
            }
        });
    }

    private Reading reading(int place) {
        return Objects.requireNonNull(readings.get(place));
    }

    private Taken result() {
        List<Reading> all = readings.stream().map(Objects::requireNonNull).toList();
        boolean isAllowed = true;
        for (int i = 0; i < all.size(); i++) {
            isAllowed &= all.get(i).isAllowed() || !ask.claims().get(i).isEnforced();
        }
        return new Taken(isAllowed, all);
    }
}
