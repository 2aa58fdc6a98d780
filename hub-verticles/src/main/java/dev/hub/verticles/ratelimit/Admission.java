package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Reading;
import dev.hub.core.ratelimit.store.Taken;
import dev.hub.verticles.ratelimit.SharedTier.Answer;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One decision on its way: first what this instance knows by itself, then what Valkey has to say. What is enforced is taken
 * from all or from none; what was taken here is given back when Valkey refuses.
 */
final class Admission {
    private final Tiers tiers;
    private final LimitTimes times;
    private final Without without;
    private final DecisionIds ids;
    private final Counting[] countings;
    private String id = "";
    private @Nullable Boolean said;

    /** Of {@code charges}; {@code ids} name what is taken in Valkey, and slots. */
    Admission(List<Charge> charges, Tiers tiers, LimitTimes times, Without without, DecisionIds ids) {
        this.tiers = tiers;
        this.times = times;
        this.without = without;
        this.ids = ids;
        this.countings = new Counting[charges.size()];
        for (int i = 0; i < countings.length; i++) {
            countings[i] = new Counting(charges.get(i));
        }
    }

    /** Where a charge is counted this time, and how it fared. */
    private static final class Counting {
        private final Charge charge;
        private Place place = Place.SHARED;
        private @Nullable Standing standing;
        private long ticket;
        private boolean isWithoutValkey;

        private Counting(Charge charge) {
            this.charge = charge;
        }

        private boolean isShared() {
            return place == Place.SHARED;
        }
    }

    private enum Place {
        /** In memory. */
        LOCAL,
        /** Out of a slice that is held. */
        HELD,
        /** Refused a moment ago. */
        REMEMBERED,
        /** In Valkey. */
        SHARED
    }

    /** Decides. */
    Future<LimitDecision> decide() {
        if (!isRefusedHere()) {
            takeHere();
            return needsValkey() ? askValkey() : Future.succeededFuture(admitted());
        }
        for (Counting each : countings) {
            Standing standing = each.standing;
            if (each.charge.isEnforced() && standing != null && !standing.isAllowed()) {
                count(each, standing);
            }
        }
        return Future.succeededFuture(refused());
    }

    /** Looks at everything that can be known without Valkey, and takes nothing. */
    private boolean isRefusedHere() {
        long nanos = times.nanosNow();
        boolean isRefused = false;
        for (Counting each : countings) {
            Charge charge = each.charge;
            each.place = place(each, nanos);
            if (each.place == Place.LOCAL && charge.isEnforced()) {
                each.standing = tiers.local().look(charge, charge.arm().rate(), times.micros());
            }
            Standing standing = each.standing;
            isRefused |= charge.isEnforced() && standing != null && !standing.isAllowed();
        }
        tiers.desk().look();
        return isRefused;
    }

    private Place place(Counting each, long nanos) {
        Scope scope = each.charge.arm().scope();
        if (scope == Scope.LOCAL) {
            return Place.LOCAL;
        }
        if (scope == Scope.LEASED && tiers.book().has(each.charge, nanos)) {
            return Place.HELD;
        }
        each.standing = tiers.refusals().find(each.charge, nanos);
        return each.standing == null ? Place.SHARED : Place.REMEMBERED;
    }

    private void takeHere() {
        for (Counting each : countings) {
            switch (each.place) {
                case LOCAL -> {
                    LocalTier.Took took =
                            tiers.local().take(each.charge, each.charge.arm().rate(), times.micros());
                    each.standing = took.standing();
                    each.ticket = took.ticket();
                }
                case HELD -> {
                    long nanos = times.nanosNow();
                    tiers.book().spend(each.charge, nanos);
                    each.standing = heldStanding(each.charge, nanos);
                }
                case REMEMBERED, SHARED -> {}
            }
            if (!each.charge.isEnforced() && each.standing != null) {
                count(each, each.standing);
            }
        }
        tiers.desk().look();
    }

    private Standing heldStanding(Charge charge, long nanos) {
        Slice slice = tiers.book().find(charge.key());
        long limit = charge.arm().rate().limit();
        return slice == null
                ? new Standing(charge.rule(), true, limit, 0, 0, 0)
                : new Standing(charge.rule(), true, limit, slice.remaining(nanos), 0, slice.resetMillis(nanos));
    }

    /** Only rules that are enforced are waited for; the others are told all the same. */
    private boolean needsValkey() {
        boolean isAsked = false;
        boolean isWaitedFor = false;
        for (Counting each : countings) {
            isAsked |= each.isShared();
            isWaitedFor |= each.isShared() && each.charge.isEnforced();
        }
        if (isAsked && !isWaitedFor) {
            var unused = ask().onSuccess(this::read);
        }
        return isWaitedFor;
    }

    /** Most decisions need none. */
    private String id() {
        if (id.isEmpty()) {
            id = ids.next();
        }
        return id;
    }

    private Future<Answer> ask() {
        List<dev.hub.core.ratelimit.store.Claim> claims = new ArrayList<>(countings.length);
        for (Counting each : countings) {
            if (each.isShared()) {
                claims.add(Tiers.claim(each.charge));
            }
        }
        return tiers.shared().takes().ask(new Ask(id(), claims), this::late);
    }

    private Future<LimitDecision> askValkey() {
        return ask().transform(
                        (answer, cause) -> Future.succeededFuture(cause == null ? decided(answer) : decidedWithout()));
    }

    private LimitDecision decided(Answer answer) {
        read(answer);
        if (answer.taken().isAllowed()) {
            return admitted();
        }
        giveBackHere();
        return refused();
    }

    /** What Valkey said of each rule. */
    private void read(Answer answer) {
        long waited = times.nanosNow() - answer.askedAt();
        int next = 0;
        for (Counting each : countings) {
            if (!each.isShared()) {
                continue;
            }
            Reading reading = answer.taken().readings().get(next++);
            Charge charge = each.charge;
            each.standing = reading.standing(charge.rule(), charge.arm().rate().limit());
            charge.arm().tally().waited(waited);
            if (!reading.isAllowed()) {
                tiers.refusals().refused(charge, reading, answer.askedAt());
            }
            if (!charge.isEnforced() || !reading.isAllowed()) {
                count(each, each.standing);
            }
        }
    }

    /** As the rules say for the case that Valkey does not answer. */
    private LimitDecision decidedWithout() {
        boolean isAllowed = true;
        for (Counting each : countings) {
            if (each.isShared()) {
                each.standing = without.look(each.charge);
                isAllowed &= each.standing.isAllowed() || !each.charge.isEnforced();
            }
        }
        for (Counting each : countings) {
            if (!each.isShared()) {
                continue;
            }
            Charge charge = each.charge;
            charge.arm().tally().errors.add(1);
            each.isWithoutValkey = true;
            if (isAllowed) {
                LocalTier.Took took = without.take(charge);
                each.standing = took.standing();
                each.ticket = took.ticket();
            }
            Standing standing = each.standing;
            if (standing != null && (!charge.isEnforced() || !standing.isAllowed())) {
                count(each, standing);
            }
        }
        said = isAllowed;
        if (isAllowed) {
            return admitted();
        }
        giveBackHere();
        return refused();
    }

    /** Who was refused does not get it; who was admitted pays for it, but has slots of this instance now, not these. */
    private void late(Taken taken) {
        if (!taken.isAllowed()) {
            return;
        }
        boolean isWanted = Boolean.TRUE.equals(said);
        List<GiveBack> back = new ArrayList<>();
        int next = 0;
        for (Counting each : countings) {
            if (each.isShared()) {
                Reading reading = taken.readings().get(next++);
                if (reading.isAllowed() && (!isWanted || each.charge.arm().isOnSlots())) {
                    tiers.refusals().forget(each.charge.key());
                    back.add(giveBack(each.charge, reading));
                }
            }
        }
        tiers.shared().giveBack(back);
    }

    private GiveBack giveBack(Charge charge, Reading reading) {
        String named = charge.arm().needsId() ? id() : "";
        return new GiveBack(charge.arm().limiter(charge.key()), charge.cost(), reading.window(), named);
    }

    private void giveBackHere() {
        List<GiveBack> back = new ArrayList<>();
        for (Counting each : countings) {
            if (!each.charge.isEnforced()) {
                continue;
            }
            if (each.place == Place.LOCAL) {
                tiers.local().giveBack(each.charge, each.ticket, times.micros());
            } else if (each.place == Place.HELD && !tiers.book().giveBack(each.charge, times.nanosNow())) {
                back.add(new GiveBack(each.charge.arm().limiter(each.charge.key()), each.charge.cost(), 0, ""));
            }
        }
        tiers.shared().giveBack(back);
    }

    private static void count(Counting each, Standing standing) {
        Charge charge = each.charge;
        charge.arm().tally().decided(standing.isAllowed(), charge.isEnforced());
        if (each.place == Place.REMEMBERED) {
            charge.arm().tally().remembered.add(1);
        }
    }

    private LimitDecision admitted() {
        boolean isOnSlots = false;
        for (Counting each : countings) {
            Standing standing = each.standing;
            if (each.charge.isEnforced() && standing != null) {
                count(each, standing);
            }
            isOnSlots |= each.charge.arm().isOnSlots();
        }
        return new LimitDecision(true, standings(), isOnSlots ? slots() : "");
    }

    /** What gives the slots back that were taken. */
    private String slots() {
        LeaseToken token = new LeaseToken(id());
        for (Counting each : countings) {
            Charge charge = each.charge;
            if (each.ticket != 0) {
                token.local(each.isWithoutValkey ? Without.key(charge) : charge.key(), each.ticket);
            } else if (charge.arm().isOnSlots() && each.isShared() && !each.isWithoutValkey) {
                token.shared(charge);
            }
        }
        return token.text();
    }

    private LimitDecision refused() {
        return new LimitDecision(false, standings(), "");
    }

    private List<Standing> standings() {
        List<Standing> all = new ArrayList<>(countings.length);
        for (Counting each : countings) {
            if (each.charge.isEnforced() && each.standing != null) {
                all.add(each.standing);
            }
        }
        return all;
    }
}
