package dev.hub.verticles.ratelimit.budget;

import dev.hub.core.bus.LimitCommand.Reserve;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.budget.Difference;
import dev.hub.core.ratelimit.budget.Forecast;
import dev.hub.core.ratelimit.budget.Habits;
import dev.hub.core.ratelimit.budget.Meter;
import dev.hub.core.ratelimit.budget.Part;
import dev.hub.core.ratelimit.budget.Reservation;
import dev.hub.core.ratelimit.budget.Reservation.Model;
import dev.hub.core.ratelimit.budget.Reservation.Progress;
import dev.hub.core.ratelimit.budget.ReservationStore;
import dev.hub.core.ratelimit.budget.ReservationStore.Stored;
import dev.hub.core.ratelimit.budget.Reserved;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Reading;
import dev.hub.core.ratelimit.store.Taken;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes for a call what it is expected to use, of all limits or of none, and writes down what was taken. Who dies in between
 * leaves it taken, with nobody who could give it back.
 */
final class Reserving {
    /** Less than an asker waits, so that it is given back before he believes that it failed. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** For so long who asks for the same is told to ask again, if nobody comes to an end with it. */
    private static final Duration BEGUN_TTL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Reserving.class);

    private final BudgetStores stores;
    private final BudgetPorts ports;
    private final CurrentLimits current;
    private final HabitCache habits;
    private final Drafting drafting;

    Reserving(BudgetStores stores, BudgetPorts ports, CurrentLimits current, HabitCache habits, Drafting drafting) {
        this.stores = stores;
        this.ports = ports;
        this.current = current;
        this.habits = habits;
        this.drafting = drafting;
    }

    /**
     * A call that somebody wants to make.
     *
     * @param stamp of what is written down of it so far; empty for nothing
     */
    private record Call(Reserve command, String id, String stamp, Model model, Forecast forecast, List<Draft> drafts) {
        private Reserved decided(LimitDecision decision) {
            return new Reserved(decision, forecast.cost());
        }

        private Reservation reservation(List<Part> parts) {
            Progress progress = new Progress(false, forecast.given().usage().sent(), command.ttlMillis());
            return new Reservation(id, model, forecast.expected().usage(), parts, progress);
        }

        private boolean isKeyed() {
            return !command.idempotencyKey().isEmpty();
        }

        private Call begun(String key, String mark) {
            return new Call(command, key, mark, model, forecast, drafts);
        }
    }

    Future<Reserved> reserve(Reserve command) {
        Descriptors what = command.descriptors();
        List<ActiveRule> rules = current.rules().find(what);
        Model model = model(what);
        Meter given = new Meter(command.expected(), model.price());
        return expected(model, given, rules)
                .map(known -> {
                    Forecast forecast = Forecast.of(given, known);
                    List<Draft> drafts = drafting.drafts(rules, what, forecast);
                    return new Call(command, ReservationStore.draw(), "", model, forecast, drafts);
                })
                .compose(call -> call.isKeyed() && !call.drafts().isEmpty() ? takeOnce(call) : take(call));
    }

    /**
     * It is written down that somebody is about to take, before he does: who asks for the same meanwhile is told to ask again, for
     * what is taken twice under one id could not be given back. Where that cannot be written, nothing can be taken in Valkey.
     */
    private Future<Reserved> takeOnce(Call call) {
        String id = ReservationStore.idOf(
                call.command().descriptors(), call.command().idempotencyKey());
        Stored begun = new Stored(Reservation.begun(id, BEGUN_TTL.toMillis()), ReservationStore.draw());
        return stores.reservations()
                .put(begun)
                .transform((isFirst, away) -> away != null
                        ? Future.succeededFuture(call.decided(without(call.drafts())))
                        : isFirst
                                ? take(call.begun(id, begun.stamp())).onSuccess(reserved -> forget(id, reserved))
                                : repeated(id));
    }

    /** Nothing was taken that could be settled: who asks again is decided on again. */
    private void forget(String id, Reserved reserved) {
        if (!reserved.decision().lease().equals(id)) {
            stores.reservations()
                    .forget(id)
                    .onFailure(cause -> LOG.debug("A refused call may be repeated in a while: {}", cause.getMessage()));
        }
    }

    /** It was reserved before: its answer was lost. */
    private Future<Reserved> repeated(String id) {
        return stores.reservations()
                .find(id)
                .map(known -> known.map(Stored::reservation)
                        .filter(reservation -> !reservation.isBegun())
                        .map(reservation -> new Reserved(
                                new LimitDecision(true, List.of(), id),
                                new Meter(
                                                reservation.expected(),
                                                reservation.model().price())
                                        .cost()))
                        .orElseThrow(() -> HubException.of(ErrorCode.INTERNAL)));
    }

    private Model model(Descriptors what) {
        Optional<String> name = what.find(Descriptors.MODEL);
        return new Model(name.orElse(""), what.find(Descriptors.TENANT).orElse(""), name.flatMap(current.prices()::of));
    }

    /** Only asked for when a rule counts what nobody said. */
    private Future<Habits> expected(Model model, Meter given, List<ActiveRule> rules) {
        boolean isEnough = rules.stream()
                .allMatch(rule -> given.knows(rule.rule().conduct().costFrom()));
        return isEnough ? Future.succeededFuture(Habits.NONE) : habits.of(model);
    }

    private Future<Reserved> take(Call call) {
        if (call.drafts().isEmpty()) {
            return Future.succeededFuture(call.decided(nothing(List.of())));
        }
        Ask ask = new Ask(call.id(), call.drafts().stream().map(Draft::claim).toList());
        return ports.take()
                .apply(ask)
                .transform((taken, cause) -> cause == null
                        ? decided(call, taken)
                        : Future.succeededFuture(call.decided(without(call.drafts()))));
    }

    /** What is counted without Valkey is not settled: it stays at the estimate. */
    private LimitDecision without(List<Draft> drafts) {
        LimitDecision decision = ports.without().apply(drafts);
        return decision.isAllowed() ? nothing(decision.standings()) : decision;
    }

    private static LimitDecision nothing(List<Standing> standings) {
        return new LimitDecision(true, standings, Reserved.NOTHING);
    }

    private Future<Reserved> decided(Call call, Taken taken) {
        List<Standing> standings = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < call.drafts().size(); i++) {
            Draft draft = call.drafts().get(i);
            Reading reading = taken.readings().get(i);
            count(draft, reading, taken.isAllowed());
            if (draft.rule().isEnforced()) {
                standings.add(reading.standing(
                        draft.rule().name(), draft.limiter().rate().limit()));
            }
            if (reading.isAllowed()) {
                parts.add(draft.part(reading));
            }
        }
        if (!taken.isAllowed()) {
            return Future.succeededFuture(call.decided(new LimitDecision(false, standings, "")));
        }
        return parts.isEmpty()
                ? Future.succeededFuture(call.decided(nothing(standings)))
                : write(call, parts, standings);
    }

    private void count(Draft draft, Reading reading, boolean isAllowed) {
        if (!draft.rule().isEnforced() || isAllowed || !reading.isAllowed()) {
            ports.count().decided(draft, reading.isAllowed());
        }
    }

    /**
     * What cannot be written down is given back: nobody will ever know its id. Unless the call has a key: then it may be written
     * down, and be found by who repeats the call, and so stays taken.
     */
    private Future<Reserved> write(Call call, List<Part> parts, List<Standing> standings) {
        Stored next = new Stored(call.reservation(parts), ReservationStore.draw());
        Stored former = new Stored(next.reservation(), call.stamp());
        return stores.reservations()
                .replace(former, next)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .onFailure(cause -> {
                    if (!call.isKeyed()) {
                        giveBack(call.id(), parts);
                    }
                })
                .map(isWritten -> {
                    if (!isWritten) {
                        throw HubException.of(ErrorCode.INTERNAL);
                    }
                    return call.decided(new LimitDecision(true, standings, call.id()));
                });
    }

    private void giveBack(String id, List<Part> parts) {
        List<GiveBack> back = parts.stream()
                .flatMap(part -> new Difference(part, 0).giveBacks(part.limiter(), id, "").stream())
                .toList();
        List<Future<?>> steps = new ArrayList<>();
        steps.add(stores.limits().refund(back));
        parts.stream()
                .filter(Part::isSlots)
                .forEach(part -> steps.add(stores.limits().release(part.limiter(), id)));
        Future.join(steps)
                .onFailure(cause -> LOG.debug("What was taken for a call stays taken: {}", cause.getMessage()));
    }
}
