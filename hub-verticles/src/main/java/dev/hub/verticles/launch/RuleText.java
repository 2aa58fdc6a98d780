package dev.hub.verticles.launch;

import dev.hub.core.option.Durations;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rules and prices, as the API writes them, for people. */
final class RuleText {
    private RuleText() {}

    /** {@code operation=publish, user=*}. */
    static String match(JsonObject rule) {
        return rule.getJsonObject("match", new JsonObject()).stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(", "));
    }

    static String list(JsonObject rule, String name) {
        return rule.getJsonArray(name, new JsonArray()).stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    /** {@code 100 / 1m, burst 20}. */
    static String quota(JsonObject rule) {
        Object limit = rule.getValue("limit");
        Object burst = rule.getValue("burst");
        String text = limit + " / " + period(rule);
        return burst == null || burst.equals(limit) ? text : text + ", burst " + burst;
    }

    private static String period(JsonObject rule) {
        Object ms = rule.getValue("period_ms");
        if (ms instanceof Number number) {
            return Durations.format(Duration.ofMillis(number.longValue()));
        }
        String zone = rule.getString("tz", "UTC");
        return rule.getValue("period") + (zone.equals("UTC") ? "" : " of " + zone);
    }

    /** Each field that is another, as {@code limit: 5 -> 10}. */
    static List<String> differences(JsonObject before, JsonObject after) {
        Set<String> names = new LinkedHashSet<>(after.fieldNames());
        names.addAll(before.fieldNames());
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            Object old = before.getValue(name);
            Object now = after.getValue(name);
            if (!same(old, now)) {
                lines.add(RemoteCall.printable(name + ": " + shown(name, old) + " -> " + shown(name, now)));
            }
        }
        return lines;
    }

    private static boolean same(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(one, other)
                || (one instanceof Number left
                        && other instanceof Number right
                        && Double.compare(left.doubleValue(), right.doubleValue()) == 0);
    }

    /** Each field with its value. */
    static List<String> fields(JsonObject rule) {
        return rule.stream()
                .map(each -> RemoteCall.printable(each.getKey() + ": " + shown(each.getKey(), each.getValue())))
                .toList();
    }

    private static String shown(String name, @Nullable Object value) {
        if (value instanceof JsonObject object && name.equals("match")) {
            return object.isEmpty() ? "everything" : match(new JsonObject().put(name, object));
        }
        if (value instanceof Number ms && name.equals("period_ms")) {
            return ms + " (" + Durations.format(Duration.ofMillis(ms.longValue())) + ")";
        }
        return switch (value) {
            case null -> "-";
            case String text -> text;
            case JsonArray array -> array.isEmpty() ? "all together" : list(new JsonObject().put(name, array), name);
            default -> Json.encode(value);
        };
    }

    /** What became of something: {@code new}, {@code deleted}, or the differences. */
    static String change(@Nullable Object before, @Nullable Object after) {
        if (before == null) {
            return "new" + (after instanceof JsonObject rule && rule.containsKey("limit") ? ": " + quota(rule) : "");
        }
        if (after == null) {
            return "deleted";
        }
        return before instanceof JsonObject old && after instanceof JsonObject now
                ? String.join("; ", differences(old, now))
                : "another";
    }
}
