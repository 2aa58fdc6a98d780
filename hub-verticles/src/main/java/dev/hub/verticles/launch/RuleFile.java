package dev.hub.verticles.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Rules in a file, or on standard input: one JSON object, or an array of them. */
final class RuleFile {
    private static final int MAX_MEBIBYTES = 4;

    private final InputSource source;

    /** The rules in {@code source}. */
    RuleFile(InputSource source) {
        this.source = source;
    }

    List<JsonObject> read() {
        Object content = content();
        List<JsonObject> rules = new ArrayList<>();
        switch (content) {
            case JsonObject rule -> rules.add(rule);
            case JsonArray array -> {
                for (Object each : array) {
                    rules.add(each instanceof JsonObject rule ? rule : none());
                }
            }
            default -> rules.add(none());
        }
        return rules;
    }

    private JsonObject none() {
        throw CommandFailure.of(source.shown() + " must hold a rule as a JSON object, or an array of rules");
    }

    private Object content() {
        try {
            Object value = Json.decodeValue(source.text(MAX_MEBIBYTES));
            return value == null ? "" : value;
        } catch (DecodeException broken) {
            throw CommandFailure.of(source.shown() + " is not valid JSON: " + broken.getMessage());
        }
    }
}
