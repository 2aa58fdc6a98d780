package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.HubConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what is published. */
@Command(
        name = "subscribe",
        description = {
            "Print what is published to channels, one line of JSON each, until Ctrl-C. Reconnects by itself.",
            "Without --token it makes its own tokens, with auth.hmac-secret or the secret that serve keeps in data-dir."
        },
        footer = {
            "",
            "Examples:",
            "  hub subscribe news",
            "  hub subscribe --count 1 --timeout 10s news chat:1",
            "  hub subscribe --url https://hub.example.com --token \"$TOKEN\" news"
        })
final class SubscribeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(names = "--token", paramLabel = "TOKEN", description = "A connection token.")
    private String token = "";

    @Option(names = "--count", paramLabel = "N", description = "End after N publications.")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "End with exit code 1 when --count is not reached in this time.")
    @Nullable
    private Duration timeout;

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", description = "What to listen to.")
    private List<String> channels = new ArrayList<>();

    SubscribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<ChannelName> names = channels.stream().map(this::channelName).toList();
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be 1 or more, got " + count);
        }
        HubConfig config = remote.load(surroundings);
        URI uri = remote.address(config, "ws", "/connection/websocket");
        Passes passes = token.isEmpty() ? Passes.of(config.auth().hmacSecret(), names) : Passes.of(token, names);
        Subscriber subscriber = new Subscriber(uri, passes, surroundings, count);
        try {
            subscriber.run().get(timeout == null ? Long.MAX_VALUE : timeout.toMillis(), TimeUnit.MILLISECONDS);
            return ExitCode.OK;
        } catch (TimeoutException late) {
            throw CommandFailure.of("fewer than " + count + " publications came in time");
        } catch (ExecutionException ended) {
            throw ended.getCause() instanceof CommandFailure failure
                    ? failure
                    : CommandFailure.of("the subscription ended: " + ended.getCause(), ended);
        } finally {
            subscriber.end();
        }
    }

    private ChannelName channelName(String text) {
        String fault = ChannelName.faultOf(text);
        if (!fault.isEmpty()) {
            throw new ParameterException(spec.commandLine(), fault);
        }
        return new ChannelName(text);
    }
}
