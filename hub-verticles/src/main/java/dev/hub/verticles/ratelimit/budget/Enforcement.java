package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.budget.Difference;
import dev.hub.core.ratelimit.budget.Part;
import dev.hub.core.ratelimit.budget.Reservation;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Limiter;
import dev.hub.core.ratelimit.store.Reading;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Tells the limits what a reservation changed to, and asks them how they stand then. */
final class Enforcement {
    private final BudgetStores stores;
    private final ArmLimiters limiters;

    Enforcement(BudgetStores stores, ArmLimiters limiters) {
        this.stores = stores;
        this.limiters = limiters;
    }

    /** A call goes on: charges what it used beyond what was taken for it. */
    Future<?> charge(Reservation reservation, List<Difference> differences, String stamp) {
        return stores.limits().refund(giveBacks(reservation.id(), differences, stamp));
    }

    /** A call is over: gives back, or charges, the difference, and frees its slots. All is tried even if something fails. */
    Future<?> finish(Reservation reservation, List<Difference> differences, String stamp) {
        List<Future<?>> steps = new ArrayList<>();
        steps.add(stores.limits().refund(giveBacks(reservation.id(), differences, stamp)));
        for (Difference each : differences) {
            Part part = each.part();
            if (part.isSlots()) {
                limiters.present(part)
                        .ifPresent(limiter -> steps.add(stores.limits().release(limiter, reservation.id())));
            }
        }
        return Future.join(steps);
    }

    private List<GiveBack> giveBacks(String id, List<Difference> differences, String stamp) {
        return differences.stream()
                .flatMap(each -> limiters.present(each.part()).stream()
                        .flatMap(limiter -> each.giveBacks(limiter, id, stamp).stream()))
                .toList();
    }

    /** Whether a call may go on: not when it used all that was taken for it, and of some budget nothing is left. */
    Future<LimitDecision> judge(Reservation reservation, List<Difference> differences) {
        return keepSlots(reservation, differences)
                .compose(slots -> look(
                                reservation.id(),
                                differences,
                                (part, reading) -> !part.isUsedUp(reservation.meter())
                                        || reading.isAllowed()
                                        || isOver(part, reading))
                        .map(standings -> {
                            List<Standing> all = new ArrayList<>(slots);
                            all.addAll(standings);
                            return new LimitDecision(all.stream().allMatch(Standing::isAllowed), all, "");
                        }));
    }

    /** The window that the call belongs to is over: what is left of the next one is not its concern. */
    private static boolean isOver(Part part, Reading reading) {
        return part.limiter().rate().quota().algorithm() == Algorithm.FIXED_WINDOW && part.window() != reading.window();
    }

    /** How those who are asked next would stand. */
    Future<List<Standing>> look(String id, List<Difference> differences) {
        return look(id, differences, (part, reading) -> reading.isAllowed());
    }

    @FunctionalInterface
    private interface Verdict {
        boolean allows(Part part, Reading reading);
    }

    private Future<List<Standing>> look(String id, List<Difference> differences, Verdict verdict) {
        List<Counted> counted = differences.stream()
                .map(Difference::part)
                .filter(part -> part.counted().isEnforced() && !part.isSlots())
                .flatMap(part -> limiters.present(part).stream().map(limiter -> new Counted(part, limiter)))
                .toList();
        if (counted.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<Claim> claims =
                counted.stream().map(each -> Claim.enforced(each.limiter(), 1)).toList();
        return stores.limits().peek(List.of(new Ask(id, claims))).map(seen -> {
            List<Standing> standings = new ArrayList<>();
            for (int i = 0; i < counted.size(); i++) {
                Counted each = counted.get(i);
                Reading reading = seen.getFirst().readings().get(i);
                standings.add(each.standing(reading, verdict.allows(each.part(), reading)));
            }
            return standings;
        });
    }

    /** A part, and its limit as it is now. */
    private record Counted(Part part, Limiter limiter) {
        private Standing standing(Reading reading, boolean isAllowed) {
            Standing seen =
                    reading.standing(part.counted().rule(), limiter.rate().limit());
            return new Standing(
                    seen.rule(), isAllowed, seen.limit(), seen.remaining(), seen.retryAfterMs(), seen.resetMs());
        }
    }

    /** Who speaks has his slots for another period. Who was silent for longer has to take others. */
    private Future<List<Standing>> keepSlots(Reservation reservation, List<Difference> differences) {
        List<Future<Standing>> kept = differences.stream()
                .map(Difference::part)
                .filter(Part::isSlots)
                .flatMap(part -> limiters.present(part).stream().map(limiter -> new Counted(part, limiter)))
                .map(each -> keepSlots(reservation.id(), each))
                .toList();
        return Future.join(kept).map(done -> kept.stream().map(Future::result).toList());
    }

    private Future<Standing> keepSlots(String id, Counted each) {
        Part part = each.part();
        return stores.slots().extend(each.limiter(), id, part.taken()).compose(isHeld -> {
            if (isHeld) {
                return Future.succeededFuture(new Standing(
                        part.counted().rule(), true, each.limiter().rate().limit(), 0, 0, 0));
            }
            Claim again = new Claim(each.limiter(), part.taken(), part.counted().isEnforced());
            return stores.limits().take(List.of(new Ask(id, List.of(again)))).map(taken -> {
                Reading reading = taken.getFirst().readings().getFirst();
                return each.standing(
                        reading, reading.isAllowed() || !part.counted().isEnforced());
            });
        });
    }
}
