package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Reading;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Tells how somebody stands without taking anything, and gives back. Rules that are not enforced stay out of it. */
final class Looks {
    private final Tiers tiers;
    private final LimitTimes times;
    private final Without without;

    Looks(Tiers tiers, LimitTimes times, Without without) {
        this.tiers = tiers;
        this.times = times;
        this.without = without;
    }

    /** Whether it might be done now. */
    Future<LimitDecision> peek(List<Charge> charges, String id) {
        List<Charge> enforced = charges.stream().filter(Charge::isEnforced).toList();
        List<Claim> claims =
                enforced.stream().filter(Looks::isShared).map(Tiers::claim).toList();
        if (claims.isEmpty()) {
            return Future.succeededFuture(decision(enforced, List.of()));
        }
        return tiers.shared()
                .peeks()
                .ask(new Ask(id, claims), late -> {})
                .transform((answer, cause) -> Future.succeededFuture(
                        decision(enforced, cause == null ? answer.taken().readings() : List.of())));
    }

    private static boolean isShared(Charge charge) {
        return charge.arm().scope() != Scope.LOCAL;
    }

    /** With what Valkey said of those that it counts; nothing when it did not answer. */
    private LimitDecision decision(List<Charge> charges, List<Reading> readings) {
        List<Standing> standings = new ArrayList<>();
        int next = 0;
        for (Charge charge : charges) {
            if (!isShared(charge)) {
                standings.add(tiers.local().look(charge, charge.arm().rate(), times.micros()));
            } else if (readings.isEmpty()) {
                standings.add(without.look(charge));
            } else {
                standings.add(withHeld(charge, readings.get(next++)));
            }
        }
        return new LimitDecision(standings.stream().allMatch(Standing::isAllowed), standings, "");
    }

    /** What this instance holds could be had here as well. */
    private Standing withHeld(Charge charge, Reading reading) {
        Standing there = reading.standing(charge.rule(), charge.arm().rate().limit());
        Slice slice = tiers.book().find(charge.key());
        long held = slice == null ? 0 : slice.available(times.nanosNow());
        boolean isHeld = held > 0 && held >= charge.cost();
        return new Standing(
                there.rule(),
                there.isAllowed() || isHeld,
                there.limit(),
                there.remaining() + held,
                isHeld ? 0 : there.retryAfterMs(),
                there.resetMs());
    }

    /** Gives back what was taken, also of rules that are not enforced; slots are released, not given back. */
    Future<?> refund(List<Charge> charges) {
        List<GiveBack> back = new ArrayList<>();
        for (Charge charge : charges) {
            if (charge.arm().isOnSlots()) {
                continue;
            }
            tiers.refusals().forget(charge.key());
            if (!isShared(charge)) {
                tiers.local().giveBack(charge, 0, times.micros());
            } else if (!tiers.book().giveBack(charge, times.nanosNow())) {
                back.add(new GiveBack(charge.arm().limiter(charge.key()), charge.cost(), 0, ""));
            }
        }
        return back.isEmpty()
                ? Future.succeededFuture()
                : tiers.shared().store().refund(back);
    }
}
