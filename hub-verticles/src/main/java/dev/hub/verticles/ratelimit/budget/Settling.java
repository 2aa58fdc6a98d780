package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.bus.LimitCommand.Settle;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.budget.Difference;
import dev.hub.core.ratelimit.budget.Reservation;
import dev.hub.core.ratelimit.budget.Reservation.Change;
import dev.hub.core.ratelimit.budget.ReservationStore;
import dev.hub.core.ratelimit.budget.ReservationStore.Stored;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.budget.Settlement;
import dev.hub.core.ratelimit.budget.Settlement.Status;
import io.vertx.core.Future;
import java.util.List;

/**
 * Changes a reservation by what was told of its call. First the reservation says so in Valkey, which happens once whoever
 * tells it how often from wherever; then the limits are told, by him alone who wrote it. Should he die in between, the
 * difference is never applied: the call stays charged as it was.
 */
final class Settling {
    /** Changes of one reservation at the same moment that get in each other's way. */
    private static final int MOST_TRIES = 20;

    private final BudgetStores stores;
    private final HabitCache habits;
    private final Enforcement enforcement;

    Settling(BudgetStores stores, HabitCache habits, Enforcement enforcement) {
        this.stores = stores;
        this.habits = habits;
        this.enforcement = enforcement;
    }

    Future<Settlement> settle(Settle command) {
        if (command.reservation().equals(Reserved.NOTHING)) {
            Status status = command.isDone() ? Status.SETTLED : Status.REPORTED;
            return Future.succeededFuture(new Settlement(
                    status, LimitDecision.UNLIMITED, command.actual().cost()));
        }
        return attempt(command, MOST_TRIES);
    }

    private Future<Settlement> attempt(Settle command, int tries) {
        return stores.reservations().find(command.reservation()).compose(found -> {
            if (found.isEmpty()) {
                return Future.failedFuture(unknown(command.reservation()));
            }
            Stored stored = found.get();
            return stored.reservation().progress().isSettled()
                    ? Future.succeededFuture(
                            answer(Status.ALREADY_SETTLED, LimitDecision.UNLIMITED, stored.reservation()))
                    : change(command, stored, tries);
        });
    }

    private static HubException unknown(String id) {
        return HubException.of(
                ErrorCode.BAD_REQUEST,
                "bad request: the reservation " + id.substring(0, Math.min(id.length(), 64))
                        + " is unknown, or has expired; what was taken for it stays charged");
    }

    private Future<Settlement> change(Settle command, Stored stored, int tries) {
        Reservation reservation = stored.reservation();
        Change change = command.isDone() ? reservation.settle(command.actual()) : reservation.report(command.actual());
        Stored next = new Stored(change.next(), ReservationStore.draw());
        return stores.reservations().replace(stored, next).compose(isWritten -> {
            if (isWritten) {
                return apply(command, change, next.stamp());
            }
            return tries > 1
                    ? attempt(command, tries - 1)
                    : Future.failedFuture(HubException.of(
                            ErrorCode.INTERNAL, "the reservation is changed by too many at the same time"));
        });
    }

    private Future<Settlement> apply(Settle command, Change change, String stamp) {
        Reservation reservation = change.next();
        List<Difference> differences = change.differences();
        if (!command.isDone()) {
            return enforcement
                    .charge(reservation, differences, stamp)
                    .compose(done -> enforcement.judge(reservation, differences))
                    .map(decision -> answer(Status.REPORTED, decision, reservation));
        }
        habits.learn(reservation.model(), command.actual());
        return enforcement
                .finish(reservation, differences, stamp)
                .compose(done -> enforcement.look(reservation.id(), differences))
                .map(standings -> answer(Status.SETTLED, new LimitDecision(true, standings, ""), reservation));
    }

    private static Settlement answer(Status status, LimitDecision decision, Reservation reservation) {
        return new Settlement(status, decision, reservation.meter().cost());
    }
}
