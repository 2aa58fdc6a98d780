package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Revokes tokens by the HTTP API. */
final class TokenRevocation {
    private TokenRevocation() {}

    /** {@code hub token revoke}. */
    @Command(
            name = "revoke",
            description =
                    "Have a token, or all tokens of a user so far, be good no longer on all instances of a running"
                            + " hub.",
            footer = {"", "Examples:", "  hub token revoke --jti 7f3a --for 1h", "  hub token revoke --user 42"})
    static final class Revoke extends RemoteCall {
        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli
        private CommandSpec spec;

        @Option(names = "--jti", paramLabel = "ID", description = "The token with this claim jti.")
        private String tokenId = "";

        @Option(
                names = "--user",
                paramLabel = "ID",
                description = "The tokens of this user that were issued before now.")
        private String user = "";

        @Option(
                names = "--for",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "How long, such as 1h, until they would have expired anyway; for ever by default.")
        private @Nullable Duration length;

        Revoke(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            if (tokenId.isEmpty() == user.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "give one of --jti and --user");
            }
            JsonObject body = new JsonObject().put("expire_at", end(length));
            JsonObject result =
                    ask("token_revoke", tokenId.isEmpty() ? body.put("user", user) : body.put("jti", tokenId));
            return finish(result, "revoked; connections closed: " + result.getInteger("affected", 0));
        }
    }

    /** {@code hub token revocations}. */
    @Command(
            name = "revocations",
            description = "List the revoked tokens of a running hub, a thousand at most.",
            footer = {"", "Examples:", "  hub token revocations", "  hub token revocations --json"})
    static final class Revocations extends RemoteCall {
        Revocations(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            JsonObject result = ask("token_revocations", new JsonObject().put("limit", 1000));
            TextTable table = new TextTable("TOKEN", "USER", "ISSUED BEFORE", "UNTIL");
            JsonArray all = result.getJsonArray("revocations", new JsonArray());
            for (int i = 0; i < all.size(); i++) {
                JsonObject each = all.getJsonObject(i);
                table.add(
                        each.getString("jti", ""),
                        each.getString("user", ""),
                        UserCommands.time(each, "issued_before"),
                        UserCommands.time(each, "expire_at"));
            }
            return finish(result, table);
        }
    }
}
