package dev.hub.verticles.measure;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What was measured, for people and for programs.
 *
 * @param name of the benchmark
 * @param time when it ended
 * @param markdown what people read below the title and the time
 * @param json what programs read beside name and time
 */
public record Report(String name, Instant time, String markdown, JsonObject json) {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    /** Keeps both forms, named after the day; returns the one for people. */
    public Path write(Path directory) {
        String base = DATE.format(time) + "-" + name;
        JsonObject all = new JsonObject().put("name", name).put("time", time.toString());
        all.mergeIn(json);
        try {
            Files.writeString(directory.resolve(base + ".json"), all.encodePrettily() + "\n");
            return Files.writeString(directory.resolve(base + ".md"), text());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + directory.resolve(base), e);
        }
    }

    /** For people. */
    public String text() {
        String title = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return "# " + title + "\n\n" + MINUTE.format(time) + "\n\n" + markdown;
    }

    /** The one in the middle; NaN of nothing. */
    public static double median(List<Figures> figures, ToDoubleFunction<Figures> field) {
        double[] values = figures.stream().mapToDouble(field).sorted().toArray();
        return values.length == 0 ? Double.NaN : values[values.length / 2];
    }

    /** Median, and the least and the most in brackets; a dash where there is none. */
    public static String spread(List<Figures> figures, ToDoubleFunction<Figures> field, int digits) {
        double median = median(figures, field);
        if (Double.isNaN(median) || median == 0) {
            return "–";
        }
        double[] values = figures.stream().mapToDouble(field).sorted().toArray();
        String format = "%,." + digits + "f";
        return String.format(
                Locale.ROOT,
                format + " [" + format + ".." + format + "]",
                median,
                values[0],
                values[values.length - 1]);
    }

    /** By what was measured: each round's. */
    public static JsonObject json(Map<String, List<Figures>> all) {
        JsonObject json = new JsonObject();
        all.forEach((name, figures) -> {
            JsonArray each = new JsonArray();
            figures.forEach(one -> each.add(one.json()));
            json.put(name, each);
        });
        return json;
    }
}
