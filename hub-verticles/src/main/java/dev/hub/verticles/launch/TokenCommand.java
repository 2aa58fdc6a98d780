package dev.hub.verticles.launch;

import dev.hub.core.auth.ConnectionClaims;
import dev.hub.core.auth.SubscriptionClaims;
import dev.hub.core.auth.TokenMinter;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.Payload;
import dev.hub.core.config.HubConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.time.Duration;
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
            "It is signed with auth.hmac-secret, or with the secret that serve keeps in data-dir."
        },
        footer = {
            "",
            "Examples:",
            "  hub token --user ann",
            "  hub token --user ann --channels news,chat:1 --expires 12h --info '{\"name\":\"Ann\"}'",
            "  hub token --user ann --channel '$private'"
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

    @Option(names = "--info", paramLabel = "JSON", description = "What others are told of the user.")
    @Nullable
    private String info;

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
        if (channel != null && !channels.isEmpty()) {
            throw wrong(
                    "--channel makes a token for a subscription, --channels one for a connection; give one of them");
        }
        Payload payload = info == null ? null : json(info);
        long expireAt = expires.isZero()
                ? 0
                : surroundings.clock().instant().plus(expires).getEpochSecond();
        List<ChannelName> names = channels.stream().map(this::channelName).toList();
        String only = channel;
        ChannelName subscribed = only == null ? null : channelName(only);
        TokenMinter minter = minter();
        surroundings
                .out()
                .println(
                        subscribed == null
                                ? minter.connection(new ConnectionClaims(user, expireAt, payload, names))
                                : minter.subscription(new SubscriptionClaims(user, subscribed, expireAt, payload)));
        return ExitCode.OK;
    }

    private TokenMinter minter() {
        HubConfig config = options.load(surroundings).config();
        HubConfig complete = new OwnSecrets(config.valkey().dataDir()).completeWithKnown(config);
        if (complete.auth().hmacSecret().isEmpty()) {
            throw CommandFailure.of("there is no secret to sign with: set auth.hmac-secret, or let `"
                    + surroundings.program() + " serve` make one in "
                    + config.valkey().dataDir());
        }
        return new TokenMinter(complete.auth().hmacSecret());
    }

    private ChannelName channelName(String text) {
        String fault = ChannelName.faultOf(text);
        if (!fault.isEmpty()) {
            throw wrong(fault);
        }
        return new ChannelName(text);
    }

    private Payload json(String text) {
        try {
            return Payload.ofJson(Json.encode(Json.decodeValue(text)));
        } catch (DecodeException broken) {
            throw wrong("--info must be JSON, got " + text);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
