package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.option.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Between texts of the configuration and the types of its values. */
final class Conversion {
    private static final Set<Class<?>> VALUES =
            Set.of(String.class, int.class, boolean.class, Duration.class, DataSize.class, Secret.class, Path.class);

    private Conversion() {}

    /** {@code type} stands for one value, not for a section or a list. */
    static boolean isValue(Class<?> type) {
        return VALUES.contains(type) || type.isEnum();
    }

    /**
     * Reads a value.
     *
     * @param base what a relative path starts from
     * @throws IllegalArgumentException with the rule that {@code text} breaks
     */
    static @Nullable Object read(Class<?> type, String text, Path base) {
        if (type == int.class) {
            return integer(text);
        }
        if (type == boolean.class) {
            return truth(text);
        }
        if (type == Duration.class) {
            return Durations.parse(text);
        }
        if (type == DataSize.class) {
            return DataSize.parse(text);
        }
        if (type == Secret.class) {
            return Secret.of(text);
        }
        if (type == Path.class) {
            return path(text, base);
        }
        return type.isEnum() ? constant(type, text) : text;
    }

    /** Writes a value as {@link #read} takes it; a secret shows as {@code ***}. */
    static String write(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Duration duration -> Durations.format(duration);
            case Enum<?> constant -> word(constant);
            case List<?> list -> list.stream().map(Conversion::write).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    /** Compares a value that has an order with a bound of it. */
    static int compare(Object value, String bound) {
        return switch (value) {
            case Integer number -> number.compareTo(Integer.valueOf(bound));
            case Duration duration -> duration.compareTo(Durations.parse(bound));
            case DataSize size -> size.compareTo(DataSize.parse(bound));
            default -> throw new IllegalStateException(value.getClass() + " has no range");
        };
    }

    /** A constant of several words is written with hyphens, unless it has a spelling of its own. */
    private static String word(Enum<?> constant) {
        String own = constant.toString();
        return own.equals(constant.name()) ? hyphened(own) : own;
    }

    private static String hyphened(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException("must be a whole number");
        }
    }

    private static boolean truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static @Nullable Path path(String text, Path base) {
        try {
            return text.isEmpty() ? null : base.resolve(text).normalize();
        } catch (InvalidPathException impossible) {
            throw new IllegalArgumentException("must be the name of a file or directory");
        }
    }

    private static Object constant(Class<?> type, String text) {
        List<?> constants = Arrays.asList(type.getEnumConstants());
        return constants.stream()
                .filter(each -> hyphened(write(each)).equals(hyphened(text.strip())))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + constants.stream().map(Conversion::write).collect(Collectors.joining(", "))));
    }
}
