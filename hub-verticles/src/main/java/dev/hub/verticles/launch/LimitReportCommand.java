package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hub limit report}. */
@Command(
        name = "report",
        description = {
            "Tell what every rule did on all instances since they know it, and what that suggests.",
            "SHADOW is what rules in mode shadow would have refused, ERRORS what was decided without Valkey."
        })
final class LimitReportCommand extends RemoteCall {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "One rule alone.")
    private @Nullable String name;

    LimitReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        JsonObject result = ask("limit_report", name == null ? new JsonObject() : new JsonObject().put("rule", name));
        TextTable table = new TextTable("RULE", "MODE", "SCOPE", "ADMITTED", "REFUSED", "SHADOW", "ERRORS", "ADVICE");
        JsonArray rules = result.getJsonArray("rules", new JsonArray());
        for (int i = 0; i < rules.size(); i++) {
            JsonObject rule = rules.getJsonObject(i);
            table.add(
                    rule.getString("rule", ""),
                    rule.getString("mode", ""),
                    rule.getString("scope", ""),
                    rule.getValue("admitted"),
                    rule.getValue("refused"),
                    rule.getValue("shadow_refused"),
                    rule.getValue("errors"),
                    RuleText.list(rule, "advice"));
            arms(rule, table);
        }
        return finish(result, table);
    }

    /** Both quotas of a split, to compare. */
    private static void arms(JsonObject rule, TextTable table) {
        JsonArray arms = rule.getJsonArray("arms", new JsonArray());
        for (int i = 0; i < arms.size(); i++) {
            JsonObject arm = arms.getJsonObject(i);
            table.add(
                    "  " + arm.getString("arm", ""),
                    "",
                    "",
                    arm.getValue("admitted"),
                    arm.getValue("refused"),
                    arm.getValue("shadow_refused"),
                    arm.getValue("errors"),
                    "");
        }
    }
}
