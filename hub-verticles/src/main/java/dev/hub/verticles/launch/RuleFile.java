package dev.hub.verticles.launch;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rules in a file, or on standard input: one JSON object, or an array of them. */
final class RuleFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final String STDIN = "-";

    private final Path directory;
    private final String name;

    /** The file {@code name} in {@code directory}, or standard input where it is {@code -}. */
    RuleFile(Path directory, String name) {
        this.directory = directory;
        this.name = name;
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
        throw CommandFailure.of(shown() + " must hold a rule as a JSON object, or an array of rules");
    }

    private Object content() {
        try (InputStream in = open()) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw CommandFailure.of(shown() + " must be at most 4 MiB");
            }
            Object value = Json.decodeValue(new String(bytes, StandardCharsets.UTF_8));
            return value == null ? "" : value;
        } catch (IOException | InvalidPathException unreadable) {
            throw CommandFailure.of(shown() + " cannot be read: " + unreadable.getMessage());
        } catch (DecodeException broken) {
            throw CommandFailure.of(shown() + " is not valid JSON: " + broken.getMessage());
        }
    }

    private InputStream open() throws IOException {
        return name.equals(STDIN) ? System.in : Files.newInputStream(directory.resolve(name));
    }

    private String shown() {
        return name.equals(STDIN) ? "standard input" : name;
    }
}
