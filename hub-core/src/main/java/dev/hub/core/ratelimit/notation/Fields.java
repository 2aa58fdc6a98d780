package dev.hub.core.ratelimit.notation;

import dev.hub.core.option.Suggestion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of something that somebody wrote. Values are as JSON has them, or all texts as in a file; null counts as absent.
 * What is wrong is noted, and a default stands in for it.
 */
final class Fields {
    private static final int SHOWN = 80;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_NUMBER = 40;

    private final String prefix;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<String> problems;

    /**
     * Those of {@code given}.
     *
     * @param prefix of all names in what is noted, such as {@code split.}
     * @param problems where it is noted
     */
    Fields(String prefix, Map<?, ?> given, List<String> problems) {
        this.prefix = prefix;
        this.problems = problems;
        given.forEach((name, value) -> {
            if (value != null) {
                values.put(String.valueOf(name).replace('-', '_'), plain(value));
            }
        });
    }

    private static Object plain(Object value) {
        return switch (value) {
            case JsonObject object -> object.getMap();
            case JsonArray array -> array.getList();
            default -> value;
        };
    }

    /** Notes what is none of {@code known}. */
    void refuseAllBut(List<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                String meant = name.length() > LONGEST_NAME
                        ? ""
                        : Suggestion.forKey(name, known)
                                .map(each -> "; did you mean " + prefix + each + "?")
                                .orElse("");
                note(shortened(name), "is unknown" + meant);
            }
        }
    }

    /** Leaves out what is none of {@code known}; tells whether there was any. */
    boolean drop(List<String> known) {
        return values.keySet().retainAll(known);
    }

    void note(String name, String fault) {
        problems.add(prefix + name + " " + fault);
    }

    private void note(String name, String rule, Object value) {
        note(name, rule + ", got " + shown(value));
    }

    private static String shown(Object value) {
        return switch (value) {
            case Map<?, ?> map -> "an object";
            case List<?> list -> "a list";
            case String text -> '"' + shortened(text) + '"';
            default -> shortened(value.toString());
        };
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text or, as people write ids, a whole number. */
    Optional<String> text(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = asText(value);
        if (text.isEmpty()) {
            note(name, "must be a text", value);
        }
        return text;
    }

    private static Optional<String> asText(@Nullable Object value) {
        return switch (value) {
            case String text -> Optional.of(text);
            case Integer number -> Optional.of(number.toString());
            case Long number -> Optional.of(number.toString());
            case null -> Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A whole number between the bounds, both included. */
    Optional<Long> number(String name, long min, long max) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        BigDecimal number = decimal(value);
        boolean isWhole = number != null
                && (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0);
        if (number == null || !isWhole) {
            note(name, "must be a whole number", value);
            return Optional.empty();
        }
        if (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            note(name, "must be " + min + " to " + max, value);
            return Optional.empty();
        }
        return Optional.of(number.longValueExact());
    }

    /** A decimal number from 0 to {@code max}, in {@code parts} of one; it must come to whole parts. */
    Optional<Long> parts(String name, int digits, BigDecimal max) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        BigDecimal number = decimal(value);
        if (number == null) {
            note(name, "must be a number", value);
            return Optional.empty();
        }
        if (number.signum() < 0 || number.compareTo(max) > 0) {
            note(name, "must be 0 to " + max.toPlainString(), value);
            return Optional.empty();
        }
        if (number.signum() != 0 && number.stripTrailingZeros().scale() > digits) {
            note(name, "must have at most " + digits + " decimals", value);
            return Optional.empty();
        }
        return Optional.of(number.movePointRight(digits).longValueExact());
    }

    private static @Nullable BigDecimal decimal(Object value) {
        String text = switch (value) {
            case String written -> written.strip();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            case BigInteger number -> number.bitLength() < 128 ? number.toString() : "1e40";
            case Double number -> number.toString();
            case BigDecimal number -> number.toString();
            default -> "";
        };
        try {
            return text.isEmpty() || text.length() > LONGEST_NUMBER ? null : new BigDecimal(text);
        } catch (NumberFormatException none) {
            return null;
        }
    }

    /** One of the constants, in lower case. */
    <E extends Enum<E>> Optional<E> word(String name, Class<E> type) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String word = text.get().strip().toLowerCase(Locale.ROOT).replace('-', '_');
        Optional<E> found = Arrays.stream(type.getEnumConstants())
                .filter(each -> word(each).equals(word))
                .findFirst();
        if (found.isEmpty()) {
            note(name, "must be one of " + words(type), text.get());
        }
        return found;
    }

    /** A constant as it is written. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String words(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Fields::word).collect(Collectors.joining(", "));
    }

    /** Texts in order; a single text may hold several, with commas between them. */
    List<String> texts(String name) {
        Object value = values.get(name);
        List<?> items = switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            case String text ->
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            default -> {
                note(name, "must be a list of texts", value);
                yield List.of();
            }
        };
        if (items.stream().anyMatch(each -> asText(each).isEmpty())) {
            note(name, "must be a list of texts");
            return List.of();
        }
        return items.stream().map(each -> asText(each).orElse("")).toList();
    }

    /** Texts by name; what is none is noted. */
    Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        Object value = values.get(name);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                Optional<String> text = asText(each == null ? null : plain(each));
                text.ifPresentOrElse(
                        written -> texts.put(String.valueOf(key), written),
                        () -> note(name + "." + shortened(String.valueOf(key)), "must be a text"));
            });
        } else if (value != null) {
            note(name, "must be an object of texts", value);
        }
        return texts;
    }

    /** The fields of an object in a field. */
    Optional<Fields> section(String name) {
        Object value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(prefix + name + ".", map, problems));
        }
        note(name, "must be an object", value);
        return Optional.empty();
    }

    /** Makes something out of what was read; notes why it refuses to be made. */
    <T> Optional<T> make(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException refused) {
            problems.add(prefix + refused.getMessage());
            return Optional.empty();
        }
    }
}
