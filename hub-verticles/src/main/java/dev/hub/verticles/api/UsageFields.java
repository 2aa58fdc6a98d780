package dev.hub.verticles.api;

import dev.hub.core.ratelimit.Quota;
import dev.hub.core.ratelimit.budget.Usage;
import java.util.List;

/**
 * Reads what a call of a language model uses. Other than elsewhere, a field of another name is refused: usage that is told in
 * words that nobody understands must not count as nothing.
 */
final class UsageFields {
    private static final List<String> NAMES =
            List.of("units", "bytes", "input_tokens", "output_tokens", "cached_input_tokens", "money");

    private UsageFields() {}

    /** A number of units, or an object of what is known; nothing is known by default. */
    static Usage usage(ApiFields fields, String name) {
        if (fields.value(name) instanceof Number) {
            return Usage.units(fields.integer(name, 0, 0, Quota.MAX_LIMIT));
        }
        return fields.object(name).map(given -> read(given, name)).orElse(Usage.NONE);
    }

    private static Usage read(ApiFields given, String name) {
        for (String each : given.names()) {
            if (!NAMES.contains(each)) {
                throw ApiFields.badRequest(
                        name + " has no field \"" + each + "\", there are " + String.join(", ", NAMES));
            }
        }
        return ControlFields.checked(() -> new Usage(
                amount(given, "units"),
                amount(given, "bytes"),
                amount(given, "input_tokens"),
                amount(given, "output_tokens"),
                amount(given, "cached_input_tokens"),
                amount(given, "money")));
    }

    private static long amount(ApiFields given, String name) {
        return given.value(name) == null ? Usage.UNKNOWN : given.integer(name, 0, 0, Quota.MAX_LIMIT);
    }
}
