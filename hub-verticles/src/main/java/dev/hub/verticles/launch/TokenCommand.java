package dev.hub.verticles.launch;

import dev.hub.core.auth.Secret;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.AuthConfig;
import dev.hub.core.config.HubConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
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
import picocli.CommandLine.Spec;

/** Makes tokens. */
@Command(
        name = "token",
        description = {
            "Print a token: for a connection, or with --channel for a subscription.",
            "It is signed with auth.hmac-secret, with the secret that serve keeps in data-dir, or with --private-key."
        },
        footer = {
            "",
            "Examples:",
            "  hub token --user ann",
            "  hub token --user ann --channels news,chat:1 --expires 12h --info '{\"name\":\"Ann\"}'",
            "  hub token --user ann --cap sub,pub=chat:* --cap rpc=orders_list --role editor",
            "  hub token --user ann --channel '$private'",
            "  hub token --user ann --private-key key.pem --kid 2026",
            "  hub token --check eyJhbGciOi..."
        })
final class TokenCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "ID",
            description = "Id of the user; empty for an anonymous one.")
    private String user = "";

    @Option(names = "--channel", paramLabel = "CHANNEL", description = "The one channel that it admits to.")
    @Nullable
    private String channel;

    @Option(
            names = "--channels",
            paramLabel = "CHANNEL",
            split = ",",
            description = "Channels that the connection is subscribed to from its start.")
    private List<String> channels = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long it is good, such as 1h (default) or 30d; 0s for ever.")
    private Duration expires = Duration.ofHours(1);

    @Option(
            names = "--check",
            paramLabel = "TOKEN",
            description = "Make none; tell whether this one is good, or why not, and what it says.")
    @Nullable
    private String checked;

    @Mixin
    private TokenClaimOptions claims = new TokenClaimOptions();

    @Mixin
    private TokenKeyOptions keys = new TokenKeyOptions();

    TokenCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** The command and those under it. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new TokenCommand(surroundings))
                .addSubcommand(new TokenRevocation.Revoke(surroundings))
                .addSubcommand(new TokenRevocation.Revocations(surroundings));
    }

    @Override
    public Integer call() {
        String token = checked;
        if (token != null) {
            HubConfig config = config();
            boolean isGood = new TokenExplanation(config.auth(), surroundings.clock(), surroundings.out())
                    .explain(token.strip());
            return isGood ? ExitCode.OK : ExitCode.FAILURE;
        }
        if (channel != null && (!channels.isEmpty() || claims.hasRights())) {
            throw wrong(
                    "--channel makes a token for a subscription; --channels, --cap, --role and --meta belong into one"
                            + " for a connection");
        }
        if (channel == null && claims.hasFilter()) {
            throw wrong("--tags-filter belongs into a token for a subscription (--channel)");
        }
        try {
            JsonObject json = claims();
            surroundings
                    .out()
                    .println(keys.minter(this::secret, surroundings.directory()).sign(json));
        } catch (IllegalArgumentException refused) {
            throw wrong(String.valueOf(refused.getMessage()));
        }
        return ExitCode.OK;
    }

    private JsonObject claims() {
        Instant now = surroundings.clock().instant();
        JsonObject json = new JsonObject().put("sub", user).put("iat", now.getEpochSecond());
        if (!expires.isZero()) {
            json.put("exp", now.plus(expires).getEpochSecond());
        }
        String only = channel;
        if (only != null) {
            json.put("channel", channelName(only).value());
        }
        if (!channels.isEmpty()) {
            json.put(
                    "channels",
                    new JsonArray(channels.stream()
                            .map(each -> channelName(each).value())
                            .toList()));
        }
        claims.putInto(json);
        return json;
    }

    private HubConfig config() {
        HubConfig config = options.load(surroundings).config();
        return new OwnSecrets(config.valkey().dataDir()).completeWithKnown(config);
    }

    private Secret secret() {
        HubConfig config = config();
        AuthConfig auth = config.auth();
        Secret secret = channel != null && auth.separatesSubscriptionTokens()
                ? auth.subscriptionToken().hmacSecret()
                : auth.hmacSecret();
        if (secret.isEmpty()) {
            throw CommandFailure.of("there is no secret to sign with: set auth.hmac-secret, or let `"
                    + surroundings.program() + " serve` make one in "
                    + config.valkey().dataDir() + ", or sign with --private-key");
        }
        return secret;
    }

    private ChannelName channelName(String text) {
        String fault = ChannelName.faultOf(text);
        if (!fault.isEmpty()) {
            throw wrong(fault);
        }
        return new ChannelName(text);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
