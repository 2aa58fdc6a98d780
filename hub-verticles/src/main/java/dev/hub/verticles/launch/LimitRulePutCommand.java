package dev.hub.verticles.launch;

import dev.hub.core.option.Suggestion;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.LimitRule;
import dev.hub.core.ratelimit.notation.InvalidNotationException;
import dev.hub.core.ratelimit.notation.RuleNotation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hub limit rule put}: from flags, or from JSON; shows what it changes. */
@Command(
        name = "put",
        description = {
            "Set a rule on all instances, and show what that changes. Flags change a rule that holds already and leave"
                    + " the rest",
            "of it as it is; a file replaces it. See docs/rate-limiting.md for what the fields mean."
        },
        footer = {
            "",
            "Examples:",
            "  hub limit rule put chat-per-user --match operation=publish --per user --limit 5 --period 10s",
            "  hub limit rule put chat-per-user --limit 10 --dry-run",
            "  hub limit rule put tokens --match 'model=gpt-4*|o3' --per tenant --cost-from tokens --limit 2000000"
                    + " --period day",
            "  hub limit rule list chat-per-user > rule.json",
            "  hub limit rule put --file rule.json       one rule, or an array of them; - reads from standard input"
        })
final class LimitRulePutCommand extends RemoteCall {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The rule.")
    private @Nullable String name;

    @Mixin
    private RuleFlags flags = new RuleFlags();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "JSON: a rule, or an array of rules; - for standard input.")
    private @Nullable String file;

    @Option(names = "--dry-run", description = "Check it and show what it would change; change nothing.")
    private boolean dryRun;

    @Mixin
    private ActorOption actor = new ActorOption();

    LimitRulePutCommand(Surroundings surroundings) {
        super(surroundings);
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if ((file == null) == (name == null)) {
            throw new ParameterException(spec.commandLine(), "give a NAME with flags, or --file");
        }
        if (file != null && flags.areGiven()) {
            throw new ParameterException(spec.commandLine(), "flags go with a NAME, not with --file");
        }
        JsonObject known = ask("limit_rule_list", new JsonObject());
        String version = known.getString("version", "");
        for (LimitRule rule : wanted(known)) {
            version = put(rule, known, version);
        }
        return ExitCode.OK;
    }

    private List<LimitRule> wanted(JsonObject known) {
        if (file != null) {
            return new RuleFile(new InputSource(surroundings, file))
                    .read().stream().map(this::checked).toList();
        }
        JsonObject former = find(known, String.valueOf(name));
        JsonObject start = former == null ? new JsonObject().put("name", name) : former;
        if (!flags.areGiven()) {
            throw new ParameterException(
                    spec.commandLine(), "say what the rule is to be, such as --limit 5 --period 10s");
        }
        return List.of(checked(flags.applyTo(start)));
    }

    private static @Nullable JsonObject find(JsonObject known, String wanted) {
        JsonArray rules = known.getJsonArray("rules", new JsonArray());
        for (int i = 0; i < rules.size(); i++) {
            JsonObject rule = rules.getJsonObject(i).getJsonObject("rule");
            if (wanted.equals(rule.getString("name"))) {
                return rule;
            }
        }
        return null;
    }

    private LimitRule checked(JsonObject rule) {
        try {
            return RuleNotation.read(rule.getMap());
        } catch (InvalidNotationException invalid) {
            String whose = printable(String.valueOf(rule.getValue("name", "without a name")));
            StringBuilder text = new StringBuilder("the rule ").append(whose).append(" cannot be set:");
            invalid.problems().forEach(each -> text.append("\n  ").append(printable(each)));
            throw new CommandFailure(ExitCode.USAGE, text.toString(), null);
        }
    }

    private String put(LimitRule rule, JsonObject known, String version) {
        JsonObject fields = new JsonObject(RuleNotation.write(rule));
        JsonObject former = find(known, rule.name());
        remarks(rule).forEach(each -> remark("note: " + printable(each)));
        JsonObject result = new JsonObject();
        if (!dryRun) {
            JsonObject request = actor.in(fields.copy());
            result = ask("limit_rule_put", version.isEmpty() ? request : request.put("version", version));
        }
        show(rule.name(), former, fields, result);
        return result.getString("version", version);
    }

    private void show(String rule, @Nullable JsonObject former, JsonObject now, JsonObject result) {
        if (isJson()) {
            print((dryRun ? new JsonObject().put("rule", now) : result).encode());
            return;
        }
        List<String> lines = former == null ? RuleText.fields(now) : RuleText.differences(former, now);
        String what = former == null ? "new" : lines.isEmpty() ? "as it was" : "changed";
        print(rule + ": " + what);
        lines.forEach(each -> print("  " + each));
        print(dryRun ? "nothing was changed (--dry-run)" : "holds on all instances");
    }

    /** What is no fault, and probably not meant. */
    private static List<String> remarks(LimitRule rule) {
        List<String> remarks = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(rule.aim().match().keySet());
        names.addAll(rule.aim().per());
        for (String each : names) {
            guess(each, RuleWords.DESCRIPTORS)
                    .ifPresent(meant ->
                            remarks.add(each + " is none of the hub's own descriptors; did you mean " + meant + "?"));
        }
        for (String each :
                rule.aim().match().getOrDefault(Descriptors.OPERATION, "").split("\\|", -1)) {
            guess(each, RuleWords.OPERATIONS)
                    .ifPresent(meant ->
                            remarks.add(each + " is none of the hub's own operations; did you mean " + meant + "?"));
        }
        if (rule.aim().per().isEmpty()) {
            remarks.add("one limit for all together; --per user gives each user one");
        }
        return remarks;
    }

    private static Optional<String> guess(String word, List<String> known) {
        return known.contains(word) || word.endsWith("*") ? Optional.empty() : Suggestion.forKey(word, known);
    }
}
