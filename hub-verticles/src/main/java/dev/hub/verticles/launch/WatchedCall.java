package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A call of the API that can be made again and again, to watch what changes. */
abstract class WatchedCall extends RemoteCall {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--watch", description = "Again and again.")
    private boolean watch;

    @Option(
            names = "--every",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How often, with --watch; 2s.")
    private Duration every = Duration.ofSeconds(2);

    @Option(names = "--count", paramLabel = "N", description = "With --watch, end after N times.")
    private long count = Long.MAX_VALUE;

    private final Watch calls = new Watch(this);

    WatchedCall(Surroundings surroundings) {
        super(surroundings);
    }

    /** Asks once, and {@link #tell}s the answer. */
    abstract void look();

    /** What {@code method} answers; with {@code --watch} a hub that is away is waited for. */
    @Override
    final JsonObject ask(String method, JsonObject body) {
        return watch ? calls.ask(method, body) : super.ask(method, body);
    }

    @Override
    public final Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be 1 or more, got " + count);
        }
        look();
        for (long i = 1; watch && i < count; i++) {
            pause(every);
            look();
        }
        return ExitCode.OK;
    }

    /** Prints {@code result}, or {@code table} where nobody wants JSON, in the place of what was there before. */
    final void tell(JsonObject result, TextTable table) {
        if (watch && !isJson() && isOnTerminal()) {
            print(CLEAR);
        }
        finish(result, table);
    }
}
