package dev.hub.verticles.ratelimit;

import dev.hub.core.bus.LimitCommand;
import dev.hub.core.ratelimit.ActiveRule;
import dev.hub.core.ratelimit.ArmReport;
import dev.hub.core.ratelimit.ArmReport.Held;
import dev.hub.core.ratelimit.CurrentLimits;
import dev.hub.core.ratelimit.LimitReport;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that hold, with what this instance keeps for each of them. Belongs to one event loop. */
final class CountedRules {
    private final CurrentLimits current;
    private final RuleReports reports;
    private final LimitTimes times;
    private RuleSet rules = RuleSet.NONE;
    private Map<ActiveRule, Arms> byRule = Map.of();
    private Map<Label, ArmTally> tallies = Map.of();

    CountedRules(CurrentLimits current, RuleReports reports, LimitTimes times) {
        this.current = current;
        this.reports = reports;
        this.times = times;
    }

    private record Arms(CountedArm main, @Nullable CountedArm split) {}

    /** One of the quotas of all that a rule was since it came. */
    private record Label(int id, String rule, boolean isSplit) {}

    /** The rules that hold now. */
    RuleSet rules() {
        RuleSet now = current.rules();
        if (now != rules) {
            replace(now);
        }
        return now;
    }

    /** Rules that did not change keep what they have; those that did keep their counts. */
    private void replace(RuleSet next) {
        Map<Label, ArmTally> former = tallies;
        Map<ActiveRule, Arms> arms = new HashMap<>();
        tallies = new HashMap<>();
        Set<Label> wanted = new HashSet<>();
        next.all().forEach(rule -> wanted.addAll(labels(rule)));
        former.keySet().stream()
                .filter(label -> !wanted.contains(label))
                .forEach(gone -> reports.close(gone.rule(), gone.isSplit()));
        for (ActiveRule rule : next.all()) {
            labels(rule).forEach(label -> tallies.put(label, tally(label, former)));
            Arms known = byRule.get(rule);
            arms.put(rule, known == null ? arms(rule) : known);
        }
        rules = next;
        byRule = arms;
    }

    private static List<Label> labels(ActiveRule rule) {
        Label main = new Label(rule.id(), rule.name(), false);
        return rule.splitArm() == null ? List.of(main) : List.of(main, new Label(rule.id(), rule.name(), true));
    }

    private ArmTally tally(Label label, Map<Label, ArmTally> former) {
        ArmTally known = former.get(label);
        return known == null ? reports.open(label.rule(), label.isSplit(), times.nanosNow()) : known;
    }

    private Arms arms(ActiveRule rule) {
        ActiveRule.@Nullable Arm split = rule.splitArm();
        return new Arms(arm(rule, rule.mainArm()), split == null ? null : arm(rule, split));
    }

    private CountedArm arm(ActiveRule rule, ActiveRule.Arm arm) {
        ArmTally tally = tallies.get(new Label(rule.id(), rule.name(), arm.isSplit()));
        return new CountedArm(rule, arm, Objects.requireNonNull(tally));
    }

    /** What is kept for one of the quotas of a rule of {@link #rules}. */
    CountedArm of(ActiveRule rule, boolean isSplit) {
        Arms arms = byRule.get(rule);
        if (arms == null) {
            throw new IllegalStateException("the rule " + rule + " does not hold");
        }
        CountedArm split = arms.split();
        return isSplit && split != null ? split : arms.main();
    }

    /** What connections counted of one quota; of a rule that is gone meanwhile nothing. */
    void add(LimitCommand.Counted counted) {
        rules().named(counted.rule())
                .map(rule -> of(rule, counted.isSplit()).tally())
                .ifPresent(tally -> {
                    tally.admitted.add(counted.admitted());
                    tally.refused.add(counted.refused());
                    tally.shadowRefused.add(counted.shadowRefused());
                });
    }

    /** A step of time is over. */
    void step() {
        tallies.values().forEach(ArmTally::step);
    }

    /** Every quota of every rule. */
    List<CountedArm> arms() {
        List<CountedArm> all = new ArrayList<>();
        byRule.values().forEach(arms -> {
            all.add(arms.main());
            if (arms.split() != null) {
                all.add(arms.split());
            }
        });
        return all;
    }

    /** What {@code name} did; all rules when it is empty. */
    LimitReport report(String name) {
        long now = times.nanosNow();
        List<ArmReport> reported = new ArrayList<>();
        for (CountedArm arm : arms()) {
            if (name.isEmpty() || name.equals(arm.rule().name())) {
                reported.add(report(arm, now));
            }
        }
        return LimitReport.sum(List.of(new LimitReport(reported)));
    }

    private static ArmReport report(CountedArm arm, long now) {
        Conduct conduct = arm.rule().rule().conduct();
        ArmTally tally = arm.tally();
        return new ArmReport(
                arm.rule().name(),
                arm.arm().isSplit(),
                conduct.mode().name().toLowerCase(Locale.ROOT),
                arm.scope().name().toLowerCase(Locale.ROOT),
                arm.arm().quota().limit(),
                tally.counted(now),
                new Held(tally.leases.value(), tally.units.value()));
    }
}
