package dev.hub.core.ratelimit.notation;

import dev.hub.core.ratelimit.Algorithm;
import dev.hub.core.ratelimit.CostFrom;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.LimitRule.Conduct;
import dev.hub.core.ratelimit.LimitRule.Mode;
import dev.hub.core.ratelimit.LimitRule.OnFailure;
import dev.hub.core.ratelimit.LimitRule.Scope;
import dev.hub.core.ratelimit.LimitRule.Split;
import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.RuleAim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules as objects with fields in snake_case; a file may write them with hyphens. Tabled in docs/rate-limiting.md. */
public final class RuleNotation {
    /** All fields of a rule. */
    public static final List<String> FIELDS = List.of(
            "name",
            "match",
            "per",
            "algorithm",
            QuotaFields.LIMIT,
            QuotaFields.PERIOD,
            QuotaFields.PERIOD_MS,
            QuotaFields.ZONE,
            QuotaFields.BURST,
            "cost_from",
            "priority",
            "mode",
            "scope",
            "on_failure",
            "split");

    /** All fields of its {@code split}. */
    public static final List<String> SPLIT_FIELDS = List.of(
            "by",
            "percent",
            QuotaFields.LIMIT,
            QuotaFields.PERIOD,
            QuotaFields.PERIOD_MS,
            QuotaFields.ZONE,
            QuotaFields.BURST);

    private RuleNotation() {}

    /**
     * Reads a rule.
     *
     * @throws InvalidNotationException with all that is wrong
     */
    public static LimitRule read(Map<?, ?> given) {
        return read(given, true);
    }

    /**
     * Reads a rule that a newer version may have written: fields that are not known are passed over.
     *
     * @throws InvalidNotationException with all that is wrong
     */
    public static LimitRule readTolerantly(Map<?, ?> given) {
        return read(given, false);
    }

    private static LimitRule read(Map<?, ?> given, boolean isStrict) {
        List<String> problems = new ArrayList<>();
        Fields fields = new Fields("", given, problems);
        know(fields, FIELDS, isStrict);
        Optional<String> name = name(fields);
        Optional<RuleAim> aim = aim(fields);
        Optional<Quota> quota = QuotaFields.read(fields);
        Optional<Conduct> conduct = conduct(fields, aim, quota);
        Optional<Split> split = fields.section("split").flatMap(part -> split(part, quota, isStrict));
        if (problems.isEmpty() && name.isPresent() && aim.isPresent() && quota.isPresent() && conduct.isPresent()) {
            Optional<LimitRule> rule =
                    fields.make(() -> new LimitRule(name.get(), aim.get(), quota.get(), conduct.get(), split));
            if (rule.isPresent()) {
                return rule.get();
            }
        }
        throw new InvalidNotationException(problems);
    }

    private static void know(Fields fields, List<String> known, boolean isStrict) {
        if (isStrict) {
            fields.refuseAllBut(known);
        } else {
            boolean unused = fields.drop(known);
        }
    }

    private static Optional<String> name(Fields fields) {
        if (!fields.has("name")) {
            fields.note("name", "is missing");
        }
        return fields.text("name").flatMap(name -> fields.make(() -> LimitRule.requireName(name)));
    }

    private static Optional<RuleAim> aim(Fields fields) {
        Map<String, String> match = fields.textMap("match");
        boolean isSound = true;
        for (Map.Entry<String, String> each : match.entrySet()) {
            isSound &= fields.make(() -> RuleAim.of(Map.of(each.getKey(), each.getValue()), List.of()))
                    .isPresent();
        }
        List<String> per = fields.texts("per");
        for (String each : per) {
            isSound &= fields.make(() -> RuleAim.of(Map.of(), List.of(each))).isPresent();
        }
        return isSound ? fields.make(() -> RuleAim.of(match, per)) : Optional.empty();
    }

    private static Optional<Conduct> conduct(Fields fields, Optional<RuleAim> aim, Optional<Quota> quota) {
        CostFrom costFrom = fields.word("cost_from", CostFrom.class).orElse(standardCost(quota));
        int priority = fields.number("priority", 0, Conduct.LOWEST).orElse(5L).intValue();
        Mode mode = fields.word("mode", Mode.class).orElse(Mode.ENFORCE);
        Optional<Scope> scope = fields.word("scope", Scope.class);
        OnFailure onFailure = fields.word("on_failure", OnFailure.class).orElse(OnFailure.LOCAL);
        if (aim.isEmpty() || quota.isEmpty()) {
            return Optional.empty();
        }
        Scope where = scope.orElse(standardScope(aim.get(), quota.get().algorithm(), costFrom));
        return fields.make(() -> new Conduct(costFrom, priority, mode, where, onFailure));
    }

    /** Whatever a thing costs, it takes one slot. */
    private static CostFrom standardCost(Optional<Quota> quota) {
        boolean areSlots = quota.stream().anyMatch(each -> each.algorithm() == Algorithm.CONCURRENCY);
        return areSlots ? CostFrom.ONE : CostFrom.COST;
    }

    /** A connection lives on one instance; what cannot be lent, or is dear, is counted in Valkey each time. */
    private static Scope standardScope(RuleAim aim, Algorithm algorithm, CostFrom costFrom) {
        if (aim.per().contains(Descriptors.CLIENT)) {
            return Scope.LOCAL;
        }
        boolean canBeLent = switch (algorithm) {
            case TOKEN_BUCKET, FIXED_WINDOW, SLIDING_WINDOW -> true;
            case SLIDING_LOG, CONCURRENCY -> false;
        };
        boolean isDear = switch (costFrom) {
            case ONE, COST, BYTES -> false;
            case TOKENS, INPUT_TOKENS, OUTPUT_TOKENS, MONEY -> true;
        };
        return canBeLent && !isDear ? Scope.LEASED : Scope.EXACT;
    }

    private static Optional<Split> split(Fields fields, Optional<Quota> main, boolean isStrict) {
        know(fields, SPLIT_FIELDS, isStrict);
        for (String each : List.of("by", "percent")) {
            if (!fields.has(each)) {
                fields.note(each, "is missing");
            }
        }
        Optional<String> by = fields.text("by");
        Optional<Long> percent = fields.number("percent", 1, 99);
        Optional<Quota> quota = main.flatMap(each -> QuotaFields.readSplit(fields, each));
        return by.isEmpty() || percent.isEmpty() || quota.isEmpty()
                ? Optional.empty()
                : fields.make(() -> new Split(by.get(), percent.get().intValue(), quota.get()));
    }

    /** Writes all of a rule, as {@link #read} takes it and JSON can hold it. */
    public static Map<String, Object> write(LimitRule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", rule.name());
        fields.put("match", new LinkedHashMap<>(rule.aim().match()));
        fields.put("per", rule.aim().per());
        fields.put("algorithm", rule.quota().algorithm().text());
        QuotaFields.write(rule.quota(), fields);
        fields.put("cost_from", rule.conduct().costFrom().text());
        fields.put("priority", rule.conduct().priority());
        fields.put("mode", Fields.word(rule.conduct().mode()));
        fields.put("scope", Fields.word(rule.conduct().scope()));
        fields.put("on_failure", Fields.word(rule.conduct().onFailure()));
        rule.split().ifPresent(split -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("by", split.by());
            part.put("percent", split.percent());
            QuotaFields.write(split.other(), part);
            fields.put("split", part);
        });
        return fields;
    }
}
