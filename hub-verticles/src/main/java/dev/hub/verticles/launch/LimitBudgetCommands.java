package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is taken now and settled or given back later: budgets of language models, and slots. */
final class LimitBudgetCommands {
    private LimitBudgetCommands() {}

    /** What a call of a language model uses. */
    static final class UsageOptions {
        @Option(names = "--input-tokens", paramLabel = "N", description = "Tokens that are sent.")
        private @Nullable Long inputTokens;

        @Option(names = "--output-tokens", paramLabel = "N", description = "Tokens that come back.")
        private @Nullable Long outputTokens;

        @Option(
                names = "--money",
                paramLabel = "N",
                description = "Millionths of a US dollar; by the price of the model if absent.")
        private @Nullable Long money;

        JsonObject json() {
            JsonObject usage = new JsonObject();
            put(usage, "input_tokens", inputTokens);
            put(usage, "output_tokens", outputTokens);
            put(usage, "money", money);
            return usage;
        }

        private static void put(JsonObject usage, String name, @Nullable Long value) {
            if (value != null) {
                usage.put(name, value);
            }
        }
    }

    /** {@code hub limit reserve}. */
    @Command(
            name = "reserve",
            description = {
                "Take what a call of a language model is expected to use; what is not said is estimated. Prints the"
                        + " reservation, to be settled. Exit code 0 when allowed, 1 when not.",
            },
            footer = {"", "Examples:", "  hub limit reserve operation=llm tenant=acme model=gpt-4o --input-tokens 812"})
    static final class Reserve extends RemoteCall {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "NAME=VALUE", description = "Descriptors of the call.")
        private List<String> descriptors = new ArrayList<>();

        @Mixin
        private UsageOptions usage = new UsageOptions();

        @Option(
                names = "--ttl",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "After so long without a word the call counts as abandoned; 10m.")
        private @Nullable Duration ttl;

        @Option(
                names = "--idempotency-key",
                paramLabel = "KEY",
                description = "The same call again with the same key takes nothing more.")
        private @Nullable String key;

        Reserve(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject body = new JsonObject()
                    .put("descriptors", LimitAskCommand.descriptors(descriptors, spec))
                    .put("cost", usage.json());
            JobSpecOptions.put(body, "ttl_ms", JobSpecOptions.millis(ttl));
            JobSpecOptions.put(body, "idempotency_key", key);
            JsonObject answer = ask("limit_reserve", body);
            finish(answer, printable(text(answer)));
            return answer.getBoolean("allowed", false) ? ExitCode.OK : ExitCode.FAILURE;
        }

        private static String text(JsonObject answer) {
            String reservation =
                    answer.containsKey("reservation") ? ", reservation " + answer.getString("reservation") : "";
            return LimitAskCommand.text(answer) + reservation + ", estimate " + cost(answer.getJsonObject("estimate"));
        }
    }

    /** {@code hub limit settle}. */
    @Command(
            name = "settle",
            description = {
                "Tell what a call used: the rest is given back, or the difference is charged. Without usage the"
                        + " estimate stays charged. Exit code 1 with --running when the budget is gone.",
            },
            footer = {"", "Examples:", "  hub limit settle 5b0c1e --input-tokens 812 --output-tokens 240"})
    static final class Settle extends RemoteCall {
        @Parameters(paramLabel = "RESERVATION", description = "As reserve printed it.")
        private String reservation = "";

        @Mixin
        private UsageOptions usage = new UsageOptions();

        @Option(names = "--running", description = "The call goes on; this is what it used so far.")
        private boolean isRunning;

        Settle(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject answer = ask(
                    "limit_settle",
                    new JsonObject()
                            .put("reservation", reservation)
                            .put("actual", usage.json())
                            .put("done", !isRunning));
            finish(answer, printable(answer.getString("status") + ": " + cost(answer.getJsonObject("cost"))));
            return answer.getBoolean("allowed", true) || !isRunning ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    /** {@code hub limit release}. */
    @Command(
            name = "release",
            description =
                    "Give back the slots of rules on concurrency that a check took. Exit code 1 when they were free"
                            + " already.",
            footer = {"", "Examples:", "  hub limit release 7f3a-12"})
    static final class Release extends RemoteCall {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Parameters(paramLabel = "LEASE", description = "As check printed it.")
        private String lease = "";

        Release(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            if (lease.isBlank()) {
                throw new ParameterException(spec.commandLine(), "the lease must not be empty");
            }
            JsonObject answer = ask("limit_release", new JsonObject().put("lease", lease));
            boolean wasHeld = answer.getBoolean("released", false);
            finish(answer, wasHeld ? "released" : "there was nothing to release");
            return wasHeld ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private static String cost(JsonObject cost) {
        return cost.getLong("input_tokens") + " tokens in, " + cost.getLong("output_tokens") + " out, "
                + cost.getLong("money") + " millionths of a dollar";
    }
}
