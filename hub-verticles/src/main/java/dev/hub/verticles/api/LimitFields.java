package dev.hub.verticles.api;

import dev.hub.core.ratelimit.Cost;
import dev.hub.core.ratelimit.Descriptors;
import dev.hub.core.ratelimit.Quota;
import java.util.Optional;

/** What the methods on limits read from a body. */
final class LimitFields {
    private static final String COST = "cost";

    private LimitFields() {}

    /**
     * What is to be done, and by which rule that is decided.
     *
     * @param rule empty for all that are for it
     */
    record Question(Descriptors what, Optional<String> rule, Cost cost) {
        static Question read(ApiFields fields) {
            Optional<String> rule = Optional.of(fields.string("rule")).filter(name -> !name.isEmpty());
            Descriptors what = descriptors(fields);
            if (rule.isEmpty() && what.values().isEmpty()) {
                throw ApiFields.badRequest("rule or descriptors is required");
            }
            return new Question(what, rule, LimitFields.cost(fields));
        }
    }

    /** {@code descriptors}, an object of strings; none by default. */
    static Descriptors descriptors(ApiFields fields) {
        return ControlFields.checked(() -> Descriptors.of(fields.stringMap("descriptors")));
    }

    /** {@code cost}: a number of units, or an object of what is known of it; 1 by default. */
    static Cost cost(ApiFields fields) {
        if (fields.value(COST) instanceof Number) {
            return Cost.units(fields.integer(COST, 1, 0, Quota.MAX_LIMIT));
        }
        return fields.object(COST).map(LimitFields::costOf).orElse(Cost.ONE);
    }

    private static Cost costOf(ApiFields fields) {
        return new Cost(
                amount(fields, "units", 1),
                amount(fields, "bytes", 0),
                amount(fields, "input_tokens", 0),
                amount(fields, "output_tokens", 0),
                amount(fields, "money", 0));
    }

    private static long amount(ApiFields fields, String name, long standard) {
        return fields.integer(name, standard, 0, Quota.MAX_LIMIT);
    }
}
