package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The rules of limits. */
@Command(
        name = "rule",
        description = "Look at the rules of limits, or change them on all instances, without a restart.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub limit rule list",
            "  hub limit rule put chat-per-user --match operation=publish --per user --limit 5 --period 10s",
            "  hub limit rule put default-publish --mode off",
            "  hub limit rule delete default-publish",
            "  hub limit rule log"
        })
final class LimitRuleCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private LimitRuleCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LimitRuleCommands())
                .addSubcommand(new ListThem(surroundings))
                .addSubcommand(new LimitRulePutCommand(surroundings))
                .addSubcommand(new Delete(surroundings))
                .addSubcommand(new Log(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, put, delete or log");
    }

    /** {@code hub limit rule list}. */
    @Command(
            name = "list",
            description = {
                "List the rules with where they come from: built in (default), the file, or set here (api).",
                "With a name, print that rule as JSON, as put --file takes it."
            })
    static final class ListThem extends RemoteCall {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "One rule alone.")
        private @Nullable String name;

        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("limit_rule_list", new JsonObject());
            JsonArray rules = result.getJsonArray("rules", new JsonArray());
            return name == null ? all(result, rules) : one(name, rules);
        }

        private int all(JsonObject result, JsonArray rules) {
            TextTable table = new TextTable("NAME", "ORIGIN", "MODE", "MATCH", "PER", "LIMIT", "ALGORITHM", "SCOPE");
            for (int i = 0; i < rules.size(); i++) {
                JsonObject entry = rules.getJsonObject(i);
                JsonObject rule = entry.getJsonObject("rule");
                table.add(
                        rule.getString("name"),
                        entry.getString("origin")
                                + (entry.containsKey("replaces") ? ", not " + entry.getString("replaces") : ""),
                        rule.getString("mode"),
                        RuleText.match(rule),
                        RuleText.list(rule, "per"),
                        RuleText.quota(rule),
                        rule.getString("algorithm"),
                        rule.getString("scope"));
            }
            JsonArray unreadable = result.getJsonArray("unreadable", new JsonArray());
            for (int i = 0; i < unreadable.size(); i++) {
                JsonObject each = unreadable.getJsonObject(i);
                remark(printable("does not hold: " + each.getString("name") + ": " + each.getString("fault")));
            }
            return finish(result, table);
        }

        private int one(String wanted, JsonArray rules) {
            for (int i = 0; i < rules.size(); i++) {
                JsonObject rule = rules.getJsonObject(i).getJsonObject("rule");
                if (wanted.equals(rule.getString("name"))) {
                    print(isJson() ? rule.encode() : rule.encodePrettily());
                    return ExitCode.OK;
                }
            }
            throw CommandFailure.of("no rule has the name " + printable(wanted) + "; hub limit rule list shows all");
        }
    }

    /** {@code hub limit rule delete}. */
    @Command(
            name = "delete",
            description = "Forget a rule that was set; one of the file, or a built-in one, of that name holds again.")
    static final class Delete extends RemoteCall {
        @Parameters(paramLabel = "NAME", description = "The rule.")
        private String name = "";

        @Mixin
        private ActorOption actor = new ActorOption();

        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("limit_rule_delete", actor.in(new JsonObject().put("name", name)));
            return finish(
                    result,
                    result.getBoolean("deleted", false) ? "deleted, on all instances" : "no rule of that name was set");
        }
    }

    /** {@code hub limit rule log}. */
    @Command(name = "log", description = "Tell who changed which rule or price, latest first.")
    static final class Log extends RemoteCall {
        @Option(names = "--limit", paramLabel = "N", description = "So many changes, 1 to 1000; 20.")
        private int limit = 20;

        Log(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("limit_rule_log", new JsonObject().put("limit", limit));
            TextTable table = new TextTable("WHEN", "WHO", "WHAT", "NAME", "CHANGE");
            JsonArray changes = result.getJsonArray("changes", new JsonArray());
            for (int i = 0; i < changes.size(); i++) {
                JsonObject each = changes.getJsonObject(i);
                table.add(
                        Instant.ofEpochMilli(each.getLong("at", 0L)),
                        each.getString("actor", ""),
                        each.getString("kind", ""),
                        each.getString("name", ""),
                        RuleText.change(each.getValue("before"), each.getValue("after")));
            }
            return finish(result, table);
        }
    }
}
