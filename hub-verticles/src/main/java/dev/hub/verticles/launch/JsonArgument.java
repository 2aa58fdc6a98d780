package dev.hub.verticles.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** JSON on the command line: as it stands, {@code @FILE} for what is in a file, or {@code -} for standard input. */
final class JsonArgument {
    private static final int MAX_MEBIBYTES = 4;
    private static final int SHOWN = 60;

    private JsonArgument() {}

    /**
     * The JSON, byte for byte.
     *
     * @param label what it is called in {@code "the data must be JSON"}
     */
    static String read(Surroundings surroundings, CommandSpec spec, String label, String argument) {
        boolean isInput = argument.equals("-") || argument.startsWith("@");
        InputSource source = new InputSource(surroundings, argument.startsWith("@") ? argument.substring(1) : argument);
        String json = isInput ? source.text(MAX_MEBIBYTES).strip() : argument;
        try {
            Json.decodeValue(json);
            return json;
        } catch (DecodeException broken) {
            throw new ParameterException(
                    spec.commandLine(),
                    label + " must be JSON (text is JSON in double quotes), got "
                            + (isInput ? "from " + source.shown() + ": " : "")
                            + shown(json));
        }
    }

    private static String shown(String json) {
        return json.length() > SHOWN ? json.substring(0, SHOWN) + "…" : json;
    }
}
