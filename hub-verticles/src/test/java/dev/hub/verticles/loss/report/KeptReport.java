package dev.hub.verticles.loss.report;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A report in both forms.
 *
 * @param time when it was made
 * @param json for programs
 * @param markdown for people
 */
public record KeptReport(Instant time, JsonObject json, String markdown) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** A time as reports have it. */
    public static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** Keeps both forms, named after the day; returns the one for people. */
    public Path write(Path directory, String name) {
        String base = DATE.format(time) + "-" + name;
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(base + ".json"), json.encodePrettily() + "\n");
            return Files.writeString(directory.resolve(base + ".md"), markdown);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + directory.resolve(base), e);
        }
    }
}
