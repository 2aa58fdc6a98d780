package dev.hub.verticles.launch;

import dev.hub.core.ratelimit.notation.InvalidNotationException;
import dev.hub.core.ratelimit.notation.PriceNotation;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What language models cost, for rules that count money. */
@Command(
        name = "price",
        description = "Say what language models cost, in US dollars for a million tokens, for rules that count money.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub limit price put 'gpt-4o*' --input 2.50 --output 10 --cached-input 1.25",
            "  hub limit price list",
            "  hub limit price delete 'gpt-4o*'"
        })
final class LimitPriceCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private LimitPriceCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new LimitPriceCommands())
                .addSubcommand(new ListThem(surroundings))
                .addSubcommand(new Put(surroundings))
                .addSubcommand(new Delete(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list, put or delete");
    }

    /** {@code hub limit price list}. */
    @Command(name = "list", description = "List the prices.")
    static final class ListThem extends RemoteCall {
        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("limit_price_list", new JsonObject());
            TextTable table = new TextTable("MODEL", "INPUT", "OUTPUT", "CACHED INPUT");
            JsonArray prices = result.getJsonArray("prices", new JsonArray());
            for (int i = 0; i < prices.size(); i++) {
                JsonObject each = prices.getJsonObject(i);
                table.add(
                        each.getString("model", ""),
                        each.getValue("input"),
                        each.getValue("output"),
                        each.getValue("cached_input"));
            }
            return finish(result, table);
        }
    }

    /** {@code hub limit price put}. */
    @Command(name = "put", description = "Set the price of a model.")
    static final class Put extends RemoteCall {
        @Parameters(
                paramLabel = "MODEL",
                description = "Its name, the beginning of names with a star, or * for all others.")
        private String model = "";

        @Option(
                names = "--input",
                paramLabel = "USD",
                required = true,
                description = "For a million tokens that are sent.")
        private String input = "";

        @Option(names = "--output", paramLabel = "USD", required = true, description = "For a million that come back.")
        private String output = "";

        @Option(
                names = "--cached-input",
                paramLabel = "USD",
                description = "For those that were sent before; as --input.")
        private @Nullable String cachedInput;

        @Mixin
        private ActorOption actor = new ActorOption();

        Put(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject given =
                    new JsonObject().put("model", model).put("input", input).put("output", output);
            if (cachedInput != null) {
                given.put("cached_input", cachedInput);
            }
            JsonObject result = ask("limit_price_put", actor.in(checked(given)));
            String change = RuleText.change(result.getValue("before"), result.getValue("price"));
            return finish(result, model + ": " + (change.isEmpty() ? "as it was" : change));
        }

        private static JsonObject checked(JsonObject given) {
            try {
                return new JsonObject(PriceNotation.write(PriceNotation.read(given.getMap())));
            } catch (InvalidNotationException invalid) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "the price cannot be set: " + printable(String.valueOf(invalid.getMessage())),
                        null);
            }
        }
    }

    /** {@code hub limit price delete}. */
    @Command(name = "delete", description = "Forget the price of a model.")
    static final class Delete extends RemoteCall {
        @Parameters(paramLabel = "MODEL", description = "As it was set.")
        private String model = "";

        @Mixin
        private ActorOption actor = new ActorOption();

        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("limit_price_delete", actor.in(new JsonObject().put("model", model)));
            return finish(result, result.getBoolean("deleted", false) ? "deleted" : "no such price was set");
        }
    }
}
