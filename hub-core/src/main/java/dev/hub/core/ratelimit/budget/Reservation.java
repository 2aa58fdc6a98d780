package dev.hub.core.ratelimit.budget;

import dev.hub.core.ratelimit.ModelPrice;
import java.util.List;
import java.util.Optional;

/**
 * What was taken for a call that is not over yet, or was not a minute ago. What it changes to is computed here; who writes it
 * down first, then tells the limits, and never twice, keeps this promise: whatever breaks, a call is charged what it used or
 * what was taken for it, whichever is less, at least.
 *
 * @param id names it
 * @param model what was called, by whom
 * @param expected what it was expected to use
 * @param parts what it holds; nothing once it is settled
 * @param progress how far it is
 */
public record Reservation(String id, Model model, Usage expected, List<Part> parts, Progress progress) {
    /** Copies the parts. */
    public Reservation {
        parts = List.copyOf(parts);
    }

    /**
     * A language model, as far as budgets know it.
     *
     * @param name empty where it is not known
     * @param tenant who calls it; empty where that is not known
     * @param price when the call began
     */
    public record Model(String name, String tenant, Optional<ModelPrice> price) {}

    /**
     * How far a call is.
     *
     * @param told what it used, as far as anybody said
     * @param ttlMillis after which time without a word it counts as abandoned
     */
    public record Progress(boolean isSettled, Usage told, long ttlMillis) {}

    /** What it changes to, and what limits are to be told once it did. */
    public record Change(Reservation next, List<Difference> differences) {
        /** Copies the differences. */
        public Change {
            differences = List.copyOf(differences);
        }
    }

    /** Of a call for which somebody is about to take something; it holds nothing yet. */
    public static Reservation begun(String id, long ttlMillis) {
        Model nobody = new Model("", "", Optional.empty());
        return new Reservation(id, nobody, Usage.NONE, List.of(), new Progress(false, Usage.NONE, ttlMillis));
    }

    /** Nothing has been taken yet, see {@link #begun}. */
    public boolean isBegun() {
        return parts.isEmpty() && !progress.isSettled();
    }

    /** The call goes on, and used so much so far. */
    public Change report(Usage actual) {
        Meter least = meter(actual, actual.orElse(progress.told()));
        List<Difference> differences = parts.stream()
                .map(part -> new Difference(part, part.chargedSoFar(least)))
                .toList();
        List<Part> charged = differences.stream()
                .map(each -> each.part().charged(each.charged()))
                .toList();
        return new Change(with(charged, new Progress(false, least.usage(), progress.ttlMillis())), differences);
    }

    /** The call is over, and used so much. */
    public Change settle(Usage actual) {
        Meter least = meter(actual, actual.orElse(progress.told()));
        Meter whole = meter(actual, actual.orElse(progress.told().max(expected)));
        List<Difference> differences = parts.stream()
                .map(part -> new Difference(part, part.chargedAtLast(least, whole)))
                .toList();
        return new Change(with(List.of(), new Progress(true, whole.usage(), progress.ttlMillis())), differences);
    }

    /** Money that was told of less, or expected, gives way to what the tokens cost. */
    private Meter meter(Usage actual, Usage all) {
        boolean isComputed = model.price().isPresent() && actual.money() == Usage.UNKNOWN;
        return new Meter(isComputed ? all.withMoney(Usage.UNKNOWN) : all, model.price());
    }

    private Reservation with(List<Part> next, Progress further) {
        return new Reservation(id, model, expected, next, further);
    }

    /** What the call used, as far as it was told; at the end what was never told is taken to be as expected. */
    public Meter meter() {
        return new Meter(progress.told(), model.price());
    }
}
