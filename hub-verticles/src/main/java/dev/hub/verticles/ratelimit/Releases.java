package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.LimitCommand.Released;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.ratelimit.LeaseToken.InMemory;
import dev.hub.verticles.ratelimit.LeaseToken.InValkey;
import dev.hub.verticles.ratelimit.LeaseToken.Slots;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Gives slots back. */
final class Releases {
    private final CountedRules rules;
    private final Tiers tiers;
    private final LimitTimes times;
    private final DecisionIds ids;

    Releases(CountedRules rules, Tiers tiers, LimitTimes times, DecisionIds ids) {
        this.rules = rules;
        this.tiers = tiers;
        this.times = times;
        this.ids = ids;
    }

    /** The slots of {@link dev.hub.core.ratelimit.LimitDecision#lease()}. Those of a rule that is gone end by themselves. */
    Future<Released> release(String lease) {
        Slots slots;
        try {
            slots = LeaseToken.read(lease);
        } catch (IllegalArgumentException strange) {
            return Future.failedFuture(HubException.of(ErrorCode.BAD_REQUEST, "bad request: " + strange.getMessage()));
        }
        boolean wasHere = releaseHere(slots);
        List<Future<Boolean>> there = new ArrayList<>();
        for (InValkey each : slots.shared()) {
            rules.rules()
                    .named(each.rule())
                    .ifPresent(rule -> there.add(release(rules.of(rule, each.isSplit()), each, slots.id())));
        }
        return Future.join(there)
                .map(done ->
                        new Released(wasHere || there.stream().anyMatch(each -> Boolean.TRUE.equals(each.result()))));
    }

    private Future<Boolean> release(CountedArm arm, InValkey slots, String id) {
        LimiterKey key = new LimiterKey(arm.arm().stateName(), slots.subject());
        return tiers.shared().store().release(arm.limiter(key), id);
    }

    private boolean releaseHere(Slots slots) {
        boolean wasHere = false;
        if (ids.isOwn(slots.id())) {
            for (InMemory each : slots.local()) {
                wasHere |= tiers.local().release(each.key(), each.ticket(), times.micros());
            }
        }
        return wasHere;
    }
}
