package dev.hub.core.decision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers that a client sent, as far as they are kept: names in lower case, each with one value. Small, for every
 * connection may have some. Immutable.
 */
public final class Headers {
    /** None at all. */
    public static final Headers NONE = new Headers(new String[0]);

    /** Longest value; longer ones are not kept. */
    public static final int MAX_VALUE = 8 * 1024;

    /** Name, value, name, value... */
    private final String[] pairs;

    private Headers(String[] pairs) {
        this.pairs = pairs;
    }

    /**
     * Keeps what is on the list.
     *
     * @param names in lower case
     * @param values finds the value of a name; null when there is none
     */
    public static Headers keep(Collection<String> names, Function<String, @Nullable String> values) {
        List<String> kept = new ArrayList<>();
        for (String name : names) {
            String value = values.apply(name);
            if (value != null && isSafe(value)) {
                kept.add(name);
                kept.add(value);
            }
        }
        return kept.isEmpty() ? NONE : new Headers(kept.toArray(String[]::new));
    }

    /** Keeps what is on the list out of what a client wrote, whose names may be in any case. */
    public static Headers keep(Collection<String> names, Map<String, String> written) {
        if (names.isEmpty() || written.isEmpty()) {
            return NONE;
        }
        return keep(
                names,
                name -> written.entrySet().stream()
                        .filter(each -> each.getKey().toLowerCase(Locale.ROOT).equals(name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(null));
    }

    /** A control character could end the header and begin another one. RFC 9110, 5.5. */
    private static boolean isSafe(String value) {
        return value.length() <= MAX_VALUE && value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c <= 0x7e));
    }

    /** The value of {@code name}, which may be written in any case. */
    public Optional<String> get(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(wanted)) {
                return Optional.of(pairs[i + 1]);
            }
        }
        return Optional.empty();
    }

    /** Shows each name with its value. */
    public void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < pairs.length; i += 2) {
            visitor.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** Nothing was kept. */
    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Only how many: headers hold cookies. */
    @Override
    public String toString() {
        return "Headers[" + pairs.length / 2 + "]";
    }
}
