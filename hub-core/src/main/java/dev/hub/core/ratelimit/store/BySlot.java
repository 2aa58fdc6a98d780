package dev.hub.core.ratelimit.store;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries out many things by few calls, each on one slot and not too long, all on their way at once; those of a slot in their
 * order.
 */
final class BySlot<T, R> {
    private final ToIntFunction<T> slot;
    private final ToIntFunction<T> weight;
    private final int mostWeight;
    private final Function<List<T>, Future<List<R>>> call;

    /** {@code call} answers in the order of what it is given, {@code weight} of which is {@code mostWeight} at most, or one. */
    BySlot(ToIntFunction<T> slot, ToIntFunction<T> weight, int mostWeight, Function<List<T>, Future<List<R>>> call) {
        this.slot = slot;
        this.weight = weight;
        this.mostWeight = mostWeight;
        this.call = call;
    }

    /** The results, in the order of {@code things}; fails when one call does. */
    Future<List<R>> run(List<T> things) {
        List<Portion<R>> portions = portions(things);
        return portions.size() == 1 ? portions.getFirst().results() : together(things.size(), portions);
    }

    /** The same by call, where one may fail and others not. */
    List<Portion<R>> portions(List<T> things) {
        Map<Integer, Part> open = new LinkedHashMap<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < things.size(); i++) {
            T thing = things.get(i);
            int itsSlot = slot.applyAsInt(thing);
            Part part = open.get(itsSlot);
            if (part == null || part.weight + weight.applyAsInt(thing) > mostWeight) {
                part = new Part();
                open.put(itsSlot, part);
                parts.add(part);
            }
            part.add(i, thing);
        }
        return parts.stream()
                .map(part -> new Portion<>(part.places, call.apply(part.things)))
                .toList();
    }

    private Future<List<R>> together(int size, List<Portion<R>> portions) {
        List<@Nullable R> results = new ArrayList<>(Collections.<@Nullable R>nCopies(size, null));
        List<Future<?>> calls = new ArrayList<>();
        for (Portion<R> portion : portions) {
            calls.add(portion.results().onSuccess(some -> {
                for (int i = 0; i < some.size(); i++) {
                    results.set(portion.places().get(i), some.get(i));
                }
            }));
        }
        return Future.join(calls)
                .map(done -> results.stream().map(Objects::requireNonNull).toList());
    }

    private final class Part {
        private final List<Integer> places = new ArrayList<>();
        private final List<T> things = new ArrayList<>();
        private int weight;

        private void add(int place, T thing) {
            places.add(place);
            things.add(thing);
            weight += BySlot.this.weight.applyAsInt(thing);
        }
    }
}
