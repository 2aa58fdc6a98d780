package dev.hub.verticles.launch;

import dev.hub.core.config.HubConfig;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What the commands have in common that call the HTTP API and print a table, or JSON for programs. */
abstract class RemoteCall implements Callable<Integer> {
    /** What cannot be printed as it is: terminals would act on it. */
    private static final String UNPRINTABLE = "\\p{Cntrl}";

    private final Surroundings surroundings;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    RemoteCall(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** What {@code method} answers, which may wait for as long as {@code wait_ms} of the body says. */
    JsonObject ask(String method, JsonObject body) {
        return askOnce(method, body);
    }

    /** The same, whatever else a command does where the hub does not answer. */
    final JsonObject askOnce(String method, JsonObject body) {
        return api.call(surroundings, method, body.encode(), Duration.ofMillis(body.getLong("wait_ms", 0L)));
    }

    /** The same with a body that stays as it stands. */
    JsonObject ask(String method, String body) {
        return api.call(surroundings, method, body);
    }

    /** The configuration here. */
    HubConfig config() {
        return api.config(surroundings);
    }

    boolean isJson() {
        return json;
    }

    void print(String line) {
        surroundings.out().println(line);
    }

    /** For people, beside what programs read. */
    void remark(String line) {
        surroundings.err().println(line);
    }

    /** The result as it is, or {@code text}. */
    int finish(JsonObject result, String text) {
        print(json ? result.encode() : text);
        return ExitCode.OK;
    }

    /** The result as it is, or a table. */
    int finish(JsonObject result, TextTable table) {
        if (json) {
            print(result.encode());
        } else {
            table.lines().forEach(this::print);
        }
        return ExitCode.OK;
    }

    /** Seconds since 1970 at which something ends that begins now; 0 when it does not. */
    long end(@Nullable Duration length) {
        return length == null ? 0 : surroundings.clock().instant().plus(length).getEpochSecond();
    }

    /** A file that the user names, or standard input where it is {@code -}. */
    InputSource input(String name) {
        return new InputSource(surroundings, name);
    }

    /** How far a long work is, for people. */
    ProgressLine progress() {
        return new ProgressLine(surroundings);
    }

    /** JSON of the command line, of a file or of standard input. */
    String json(CommandSpec spec, String label, String argument) {
        return JsonArgument.read(surroundings, spec, label, argument);
    }

    /** A person reads it, on a terminal that has colours. */
    boolean isOnTerminal() {
        return surroundings.coloured();
    }

    /** {@code text} in a style, for whoever reads it on a terminal with colours. */
    String styled(Style style, String text) {
        return isOnTerminal() ? style.on() + text + Style.reset.on() : text;
    }

    /** Waits before the next look. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of("interrupted");
        }
    }

    /** {@code text} as it may stand on a terminal. */
    static String printable(String text) {
        return text.replaceAll(UNPRINTABLE, "?");
    }
}
