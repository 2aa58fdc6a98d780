package dev.hub.core.ratelimit.notation;

import dev.hub.core.ratelimit.ModelPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prices as objects, in US dollars for a million tokens. */
public final class PriceNotation {
    /** All fields of a price. */
    public static final List<String> FIELDS = List.of("model", "input", "output", "cached_input");

    private static final int DECIMALS = 6;
    private static final BigDecimal MAX =
            BigDecimal.valueOf(ModelPrice.MAX, DECIMALS).stripTrailingZeros();

    private PriceNotation() {}

    /**
     * Reads a price.
     *
     * @throws InvalidNotationException with all that is wrong
     */
    public static ModelPrice read(Map<?, ?> given) {
        return read(given, true);
    }

    /** The same, passing over fields that are not known. */
    public static ModelPrice readTolerantly(Map<?, ?> given) {
        return read(given, false);
    }

    private static ModelPrice read(Map<?, ?> given, boolean isStrict) {
        List<String> problems = new ArrayList<>();
        Fields fields = new Fields("", given, problems);
        if (isStrict) {
            fields.refuseAllBut(FIELDS);
        }
        for (String each : List.of("model", "input", "output")) {
            if (!fields.has(each)) {
                fields.note(each, "is missing");
            }
        }
        Optional<String> model = fields.text("model");
        Optional<Long> input = fields.parts("input", DECIMALS, MAX);
        Optional<Long> output = fields.parts("output", DECIMALS, MAX);
        Optional<Long> cached = fields.parts("cached_input", DECIMALS, MAX);
        if (problems.isEmpty() && model.isPresent() && input.isPresent() && output.isPresent()) {
            Optional<ModelPrice> price = fields.make(
                    () -> new ModelPrice(model.get(), input.get(), output.get(), cached.orElse(input.get())));
            if (price.isPresent()) {
                return price.get();
            }
        }
        throw new InvalidNotationException(problems);
    }

    /** Writes a price, as {@link #read} takes it and JSON can hold it. */
    public static Map<String, Object> write(ModelPrice price) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", price.model());
        fields.put("input", dollars(price.input()));
        fields.put("output", dollars(price.output()));
        fields.put("cached_input", dollars(price.cachedInput()));
        return fields;
    }

    /** A million dollars and six decimals fit a double. */
    private static Number dollars(long millionths) {
        return millionths % 1_000_000 == 0
                ? (Number) (millionths / 1_000_000)
                : BigDecimal.valueOf(millionths, DECIMALS).doubleValue();
    }
}
