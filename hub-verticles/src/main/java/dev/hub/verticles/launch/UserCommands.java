package dev.hub.verticles.launch;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after the users of a running hub, by the HTTP API. */
@Command(
        name = "user",
        description = "Tell whether users of a running hub are online; block them on all its instances, or let them in"
                + " again.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hub user status 42 43",
            "  hub user block 42",
            "  hub user block 42 --for 24h",
            "  hub user unblock 42",
            "  hub user blocks"
        })
final class UserCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private UserCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new UserCommands())
                .addSubcommand(new Status(surroundings))
                .addSubcommand(new Block(surroundings))
                .addSubcommand(new Unblock(surroundings))
                .addSubcommand(new Blocks(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: status, block, unblock or blocks");
    }

    /** A time of the API, for people. */
    static String time(JsonObject entry, String name) {
        long seconds = entry.getLong(name, 0L);
        return seconds == 0 ? "" : Instant.ofEpochSecond(seconds).toString();
    }

    /** {@code hub user status}. */
    @Command(name = "status", description = "Tell whether users are online, and what they say of themselves.")
    static final class Status extends RemoteCall {
        @Parameters(arity = "1..*", paramLabel = "USER", description = "Their ids, a thousand at most.")
        private List<String> users = new ArrayList<>();

        Status(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("user_status", new JsonObject().put("users", new JsonArray(users)));
            TextTable table = new TextTable("USER", "ONLINE", "CONNECTIONS", "SEEN", "STATUS");
            JsonArray statuses = result.getJsonArray("users", new JsonArray());
            for (int i = 0; i < statuses.size(); i++) {
                add(table, statuses.getJsonObject(i));
            }
            return finish(result, table);
        }

        private static void add(TextTable table, JsonObject user) {
            long seen = user.getLong("seen", 0L);
            table.add(
                    user.getString("user", ""),
                    user.getBoolean("online", false) ? "yes" : "no",
                    user.getInteger("connections", 0),
                    seen == 0 ? "" : Instant.ofEpochMilli(seen).truncatedTo(ChronoUnit.SECONDS),
                    user.containsKey("status") ? Json.encode(user.getValue("status")) : "");
        }
    }

    /** {@code hub user block}. */
    @Command(name = "block", description = "Close all connections of a user, and let the user in no longer.")
    static final class Block extends RemoteCall {
        @Parameters(paramLabel = "USER", description = "The user's id.")
        private String user = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "How long, such as 24h; for ever by default.")
        private @Nullable Duration length;

        Block(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result =
                    ask("user_block", new JsonObject().put("user", user).put("expire_at", end(length)));
            return finish(result, "blocked; connections closed: " + result.getInteger("affected", 0));
        }
    }

    /** {@code hub user unblock}. */
    @Command(name = "unblock", description = "Let a blocked user in again.")
    static final class Unblock extends RemoteCall {
        @Parameters(paramLabel = "USER", description = "The user's id.")
        private String user = "";

        Unblock(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("user_unblock", new JsonObject().put("user", user));
            return finish(result, result.getBoolean("unblocked", false) ? "unblocked" : "was not blocked");
        }
    }

    /** {@code hub user blocks}. */
    @Command(name = "blocks", description = "List the blocked users, a thousand at most.")
    static final class Blocks extends RemoteCall {
        Blocks(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("user_blocks", new JsonObject().put("limit", 1000));
            TextTable table = new TextTable("USER", "UNTIL");
            JsonArray blocks = result.getJsonArray("blocks", new JsonArray());
            for (int i = 0; i < blocks.size(); i++) {
                JsonObject each = blocks.getJsonObject(i);
                table.add(each.getString("user", ""), time(each, "expire_at"));
            }
            return finish(result, table);
        }
    }
}
