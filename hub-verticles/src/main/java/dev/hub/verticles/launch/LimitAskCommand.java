package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks the limits whether something may be done. The exit code tells it to scripts. */
abstract class LimitAskCommand extends RemoteCall {
    private final String method;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = "Descriptors of what is to be done, such as operation=publish user=42.")
    private List<String> descriptors = new ArrayList<>();

    @Option(names = "--rule", paramLabel = "NAME", description = "By this rule alone, whatever it matches.")
    private @Nullable String rule;

    @Option(names = "--cost", paramLabel = "N", description = "What it costs; 1.")
    private long cost = 1;

    LimitAskCommand(Surroundings surroundings, String method) {
        super(surroundings);
        this.method = method;
    }

    /** {@code hub limit check}. */
    @Command(
            name = "check",
            description = {
                "Ask whether something may be done, and take it from the limits if so. Exit code 0 when allowed, 1 when not.",
            },
            footer = {"", "Examples:", "  hub limit check operation=export user=42 --cost 3 && ./export 42"})
    static final class Check extends LimitAskCommand {
        Check(Surroundings surroundings) {
            super(surroundings, "limit_check");
        }
    }

    /** {@code hub limit peek}. */
    @Command(
            name = "peek",
            description =
                    "Ask how something stands with the limits, and take nothing. Exit code 0 when allowed, 1 when not.",
            footer = {"", "Examples:", "  hub limit peek operation=publish user=42 channel_namespace=chat"})
    static final class Peek extends LimitAskCommand {
        Peek(Surroundings surroundings) {
            super(surroundings, "limit_peek");
        }
    }

    /** {@code hub limit refund}. */
    @Command(
            name = "refund",
            description =
                    "Give back what a check took for something that was not done after all, and tell what is left.",
            footer = {"", "Examples:", "  hub limit refund operation=export user=42 --cost 3"})
    static final class Refund extends LimitAskCommand {
        Refund(Surroundings surroundings) {
            super(surroundings, "limit_refund");
        }

        @Override
        public Integer call() {
            var unused = super.call();
            return ExitCode.OK;
        }
    }

    /** What {@code NAME=VALUE} of a command line say. */
    static JsonObject descriptors(List<String> words, CommandSpec spec) {
        JsonObject what = new JsonObject();
        for (String each : words) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(
                        spec.commandLine(), "a descriptor is written NAME=VALUE, got \"" + printable(each) + "\"");
            }
            what.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return what;
    }

    @Override
    public Integer call() {
        JsonObject what = descriptors(descriptors, spec);
        if (what.isEmpty() && rule == null) {
            throw new ParameterException(
                    spec.commandLine(), "say what is to be done, such as operation=publish user=42");
        }
        JsonObject body = new JsonObject().put("descriptors", what).put("cost", cost);
        JsonObject answer = ask(method, rule == null ? body : body.put("rule", rule));
        finish(answer, printable(text(answer)));
        return answer.getBoolean("allowed", false) ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** An answer of the limits in a line. */
    static String text(JsonObject answer) {
        String verdict = answer.getBoolean("allowed", false) ? "allowed" : "refused";
        if (!answer.containsKey("rule")) {
            return verdict + ", no rule is for it";
        }
        long retry = answer.getLong("retry_after_ms", 0L);
        String wait = retry == 0 ? "" : retry < 0 ? ", waiting does not help" : ", again after " + retry + " ms";
        String lease = answer.containsKey("lease") ? ", lease " + answer.getString("lease") : "";
        return verdict + " by " + answer.getString("rule") + ": " + answer.getValue("remaining") + " of "
                + answer.getValue("limit") + " left" + wait + ", all of it after " + answer.getValue("reset_ms") + " ms"
                + lease;
    }
}
