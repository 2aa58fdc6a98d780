package dev.hub.verticles.launch;

import dev.hub.core.ratelimit.notation.InvalidNotationException;
import dev.hub.core.ratelimit.notation.RuleNotation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A rule in flags. Values are texts: the notation of rules says what is wrong with them. */
final class RuleFlags {
    @Option(
            names = "--match",
            paramLabel = "NAME=VALUE",
            description = {
                "Whom it is for: descriptors with a value, * or chat* or a|b; several with commas, or the flag again.",
                "--match '' is for everything."
            })
    private @Nullable List<String> match;

    @Option(
            names = "--per",
            completionCandidates = RuleWords.Names.class,
            paramLabel = "NAME",
            split = ",",
            description = "A limit of its own for each value of these descriptors; --per '' for one over all.")
    private @Nullable List<String> per;

    @Option(
            names = "--algorithm",
            completionCandidates = RuleWords.Algorithms.class,
            paramLabel = "WORD",
            description = "token_bucket, sliding_window, sliding_log, fixed_window or concurrency.")
    private @Nullable String algorithm;

    @Option(names = "--limit", paramLabel = "N", description = "So much in each period.")
    private @Nullable String limit;

    @Option(
            names = "--period",
            completionCandidates = RuleWords.Units.class,
            paramLabel = "TIME",
            description = "Such as 10s, 1m or 24h; or hour, day, week, month, year.")
    private @Nullable String period;

    @Option(names = "--tz", paramLabel = "ZONE", description = "Where that calendar is from, such as Europe/Rome; UTC.")
    private @Nullable String zone;

    @Option(names = "--burst", paramLabel = "N", description = "So much at once, for token_bucket; as --limit.")
    private @Nullable String burst;

    @Option(
            names = "--cost-from",
            completionCandidates = RuleWords.Costs.class,
            paramLabel = "WORD",
            description = "What is counted: one, cost, bytes, tokens, input_tokens, output_tokens or money.")
    private @Nullable String costFrom;

    @Option(names = "--priority", paramLabel = "N", description = "0 to 9; high numbers are shed first; 5.")
    private @Nullable String priority;

    @Option(
            names = "--mode",
            completionCandidates = RuleWords.Modes.class,
            paramLabel = "WORD",
            description = "enforce, shadow (count only) or off.")
    private @Nullable String mode;

    @Option(
            names = "--scope",
            completionCandidates = RuleWords.Scopes.class,
            paramLabel = "WORD",
            description = "exact, leased or local.")
    private @Nullable String scope;

    @Option(
            names = "--on-failure",
            completionCandidates = RuleWords.Failures.class,
            paramLabel = "WORD",
            description = "Without Valkey: open, closed or local.")
    private @Nullable String onFailure;

    @Option(
            names = "--split",
            paramLabel = "NAME=VALUE",
            split = ",",
            description = "Another quota for some: by=user,percent=10,limit=200; --split '' for none.")
    private @Nullable List<String> split;

    /** One of them is given. */
    boolean areGiven() {
        return match != null || per != null || split != null || !words().isEmpty();
    }

    private JsonObject words() {
        JsonObject words = new JsonObject();
        put(words, "algorithm", algorithm);
        put(words, "limit", limit);
        put(words, "period", period);
        put(words, "tz", zone);
        put(words, "burst", burst);
        put(words, "cost_from", costFrom);
        put(words, "priority", priority);
        put(words, "mode", mode);
        put(words, "scope", scope);
        put(words, "on_failure", onFailure);
        return words;
    }

    private static void put(JsonObject to, String name, @Nullable String value) {
        if (value != null) {
            to.put(name, value);
        }
    }

    /** {@code rule} with what the flags say. What follows from what they change, and was nowhere said, follows again. */
    JsonObject applyTo(JsonObject rule) {
        JsonObject changed = withoutStandards(rule);
        if (period != null) {
            List.of("period", "period_ms", "tz").forEach(changed::remove);
        }
        changed.mergeIn(words());
        if (match != null) {
            changed.put("match", pairs("--match", match));
        }
        if (per != null) {
            changed.put(
                    "per",
                    new JsonArray(per.stream().filter(each -> !each.isEmpty()).toList()));
        }
        if (split != null) {
            JsonObject pairs = pairs("--split", split);
            changed.put("split", pairs.isEmpty() ? null : pairs);
        }
        return changed;
    }

    /** Without a burst that is the limit, and a scope that follows from the rest. */
    private static JsonObject withoutStandards(JsonObject rule) {
        JsonObject bare = rule.copy();
        if (rule.getValue("burst") != null && rule.getValue("burst").equals(rule.getValue("limit"))) {
            bare.remove("burst");
        }
        JsonObject withoutScope = bare.copy();
        withoutScope.remove("scope");
        try {
            Object standard =
                    RuleNotation.write(RuleNotation.read(withoutScope.getMap())).get("scope");
            return String.valueOf(standard).equals(rule.getValue("scope")) ? withoutScope : bare;
        } catch (InvalidNotationException incomplete) {
            return bare;
        }
    }

    private static JsonObject pairs(String flag, List<String> given) {
        JsonObject pairs = new JsonObject();
        List<String> parts = new ArrayList<>();
        given.forEach(each -> parts.addAll(Arrays.asList(each.split(",", -1))));
        for (String part : parts) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                pairs.put(part.substring(0, equals).strip(), part.substring(equals + 1));
            } else if (!part.isBlank()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        flag + " is written NAME=VALUE, got \"" + RemoteCall.printable(part) + "\"",
                        null);
            }
        }
        return pairs;
    }
}
