package dev.hub.verticles.ratelimit;

import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.LimitDecision;
import dev.hub.core.ratelimit.Standing;
import dev.hub.core.ratelimit.store.Ask;
import dev.hub.core.ratelimit.store.Claim;
import dev.hub.core.ratelimit.store.GiveBack;
import dev.hub.core.ratelimit.store.Limiter;
import dev.hub.core.ratelimit.store.Reading;
import dev.hub.core.ratelimit.store.Taken;
import dev.hub.verticles.ratelimit.SharedTier.Answer;
import dev.hub.verticles.ratelimit.budget.BudgetPorts;
import dev.hub.verticles.ratelimit.budget.BudgetStores;
import dev.hub.verticles.ratelimit.budget.Budgets;
import dev.hub.verticles.ratelimit.budget.Draft;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where budgets are counted on this instance: in Valkey with all else that is asked, and in memory while it is away. */
final class BudgetDesk {
    private final CountedRules rules;
    private final Tiers.Shared shared;
    private final Without without;

    BudgetDesk(CountedRules rules, Tiers.Shared shared, Without without) {
        this.rules = rules;
        this.shared = shared;
        this.without = without;
    }

    Budgets open(BudgetStores stores, CurrentLimits current, LimitTimes times) {
        return new Budgets(
                stores, new BudgetPorts(this::take, this::takeWithout, this::count), current, times::nanosNow);
    }

    private Future<Taken> take(Ask ask) {
        return shared.takes().ask(ask, late -> giveBack(ask, late)).map(Answer::taken);
    }

    /** The asker was answered without Valkey: what it took after all is nobody's. */
    private void giveBack(Ask ask, Taken late) {
        List<GiveBack> back = new ArrayList<>();
        for (int i = 0; i < ask.claims().size(); i++) {
            Claim claim = ask.claims().get(i);
            Reading reading = late.readings().get(i);
            if (reading.isAllowed() && (late.isAllowed() || !claim.isEnforced())) {
                back.add(new GiveBack(claim.limiter(), claim.cost(), reading.window(), ask.id()));
            }
        }
        shared.giveBack(back);
    }

    /** All or nothing, as far as the rules count at all while Valkey is away. */
    private LimitDecision takeWithout(List<Draft> drafts) {
        List<Charge> charges =
                drafts.stream().flatMap(draft -> charge(draft).stream()).toList();
        boolean isAllowed = charges.stream()
                .allMatch(charge -> !charge.isEnforced() || without.look(charge).isAllowed());
        List<Standing> standings = new ArrayList<>();
        for (Charge charge : charges) {
            charge.arm().tally().errors.add(1);
            Standing standing = isAllowed ? without.take(charge).standing() : without.look(charge);
            if (charge.isEnforced()) {
                standings.add(standing);
            }
            if (isAllowed || !standing.isAllowed() || !charge.isEnforced()) {
                charge.arm().tally().decided(standing.isAllowed(), charge.isEnforced());
            }
        }
        return new LimitDecision(isAllowed, standings, "");
    }

    private void count(Draft draft, boolean isAllowed) {
        charge(draft).ifPresent(charge -> charge.arm().tally().decided(isAllowed, charge.isEnforced()));
    }

    /** Nothing when the rule was taken away meanwhile. */
    private Optional<Charge> charge(Draft draft) {
        Limiter limiter = draft.limiter();
        return rules.rules()
                .named(draft.rule().name())
                .map(rule -> new Charge(
                        rules.of(rule, draft.arm().isSplit()),
                        new LimiterKey(limiter.name(), limiter.subject().text()),
                        draft.cost()));
    }
}
