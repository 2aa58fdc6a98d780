package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks at the durable consumers of a running hub and changes them, by the HTTP API. */
@Command(
        name = "consumer",
        description = "Make durable consumers of channels, look how they are doing, and what to do with dead letters.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub consumer create jobs:mail sender --ack-timeout-ms 60000",
            "  hub consumer list jobs:mail",
            "  hub consumer dead jobs:mail sender --retry"
        })
final class ConsumerCommandLine implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private ConsumerCommandLine() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new ConsumerCommandLine())
                .addSubcommand(new Create(surroundings))
                .addSubcommand(new ListThem(surroundings))
                .addSubcommand(new Info(surroundings))
                .addSubcommand(new Delete(surroundings))
                .addSubcommand(new Dead(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: create, list, info, delete or dead");
    }

    /** What the commands have in common. */
    abstract static class Call implements Callable<Integer> {
        private final Surroundings surroundings;

        @Mixin
        private ApiOptions api = new ApiOptions();

        @Parameters(index = "0", paramLabel = "CHANNEL", description = "The channel, or a pattern such as orders:*.")
        private String channel = "";

        Call(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        JsonObject request() {
            return new JsonObject().put("channel", channel);
        }

        JsonObject ask(String method, JsonObject body) {
            return api.call(surroundings, method, body.encode());
        }

        void print(JsonObject json) {
            surroundings.out().println(json.encode());
        }
    }

    /** A command about one consumer. */
    abstract static class CallOfOne extends Call {
        @Parameters(index = "1", paramLabel = "NAME", description = "The consumer.")
        private String name = "";

        CallOfOne(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        JsonObject request() {
            return super.request().put("consumer", name);
        }
    }

    /** {@code hub consumer create}. */
    @Command(name = "create", description = "Make a consumer, or change the settings of one.")
    static final class Create extends CallOfOne {
        @Option(names = "--ack-timeout-ms", paramLabel = "MS", description = "How long a delivery may take; 30000.")
        private @Nullable Long ackTimeout;

        @Option(names = "--max-in-flight", paramLabel = "N", description = "Deliveries at a time; 1000.")
        private @Nullable Long maxInFlight;

        @Option(
                names = "--max-deliveries",
                paramLabel = "N",
                description = "Until it is a dead letter, 0 for ever; 10.")
        private @Nullable Long maxDeliveries;

        @Option(names = "--max-retained", paramLabel = "N", description = "Publications kept for it at most; 100000.")
        private @Nullable Long maxRetained;

        @Option(names = "--start", paramLabel = "WHERE", description = "new, earliest, or an offset; new.")
        private String start = "new";

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject body = request().put("start", start);
            put(body, "ack_timeout_ms", ackTimeout);
            put(body, "max_in_flight", maxInFlight);
            put(body, "max_deliveries", maxDeliveries);
            put(body, "max_retained", maxRetained);
            print(ask("consumer_create", body));
            return ExitCode.OK;
        }

        private static void put(JsonObject body, String name, @Nullable Long value) {
            if (value != null) {
                body.put(name, value);
            }
        }
    }

    /** {@code hub consumer list}. */
    @Command(name = "list", description = "Print the consumers of a channel or pattern, a line of JSON for each.")
    static final class ListThem extends Call {
        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonArray all = ask("consumer_list", request()).getJsonArray("consumers", new JsonArray());
            all.forEach(each -> print((JsonObject) each));
            return ExitCode.OK;
        }
    }

    /** {@code hub consumer info}. */
    @Command(name = "info", description = "Print how a consumer is doing, as JSON.")
    static final class Info extends CallOfOne {
        Info(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            print(ask("consumer_info", request()));
            return ExitCode.OK;
        }
    }

    /** {@code hub consumer delete}. */
    @Command(name = "delete", description = "Forget a consumer and its dead letters.")
    static final class Delete extends CallOfOne {
        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            print(ask("consumer_delete", request()));
            return ExitCode.OK;
        }
    }

    /** {@code hub consumer dead}. */
    @Command(
            name = "dead",
            description = {
                "Print the oldest dead letters of a consumer, a line of JSON for each; or deliver them again, or throw them away.",
                "Without ids that concerns all of them; retry takes the oldest thousand at a time."
            })
    static final class Dead extends CallOfOne {
        @Option(names = "--retry", description = "Deliver them again.")
        private boolean retry;

        @Option(names = "--purge", description = "Throw them away.")
        private boolean purge;

        @Parameters(index = "2..*", paramLabel = "ID", description = "Ids of dead letters.")
        private List<String> ids = new ArrayList<>();

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        Dead(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            if (retry && purge) {
                throw new ParameterException(spec.commandLine(), "--retry and --purge exclude each other");
            }
            if (!retry && !purge && !ids.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "ids are for --retry and --purge");
            }
            if (retry || purge) {
                JsonObject body = request().put("ids", new JsonArray(ids));
                print(ask(retry ? "consumer_dead_retry" : "consumer_dead_purge", body));
            } else {
                JsonArray letters = ask("consumer_dead_list", request()).getJsonArray("letters", new JsonArray());
                letters.forEach(each -> print((JsonObject) each));
            }
            return ExitCode.OK;
        }
    }
}
