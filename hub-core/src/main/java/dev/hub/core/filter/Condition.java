package dev.hub.core.filter;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a filter says, in its simplest form: comparisons that are negations of others are {@link Not} around those. */
sealed interface Condition {
    /** True for these tags. */
    boolean holds(Map<String, String> tags);

    /** The opposite of {@code condition}. */
    static Condition not(Condition condition) {
        return condition instanceof Not opposite ? opposite.condition() : new Not(condition);
    }

    /** The tag is there. */
    record Present(String key) implements Condition {
        @Override
        public boolean holds(Map<String, String> tags) {
            return tags.containsKey(key);
        }
    }

    /** The tag is there and has one of these values. */
    record OneOf(String key, Set<String> values) implements Condition {
        public OneOf {
            values = Set.copyOf(values);
        }

        @Override
        public boolean holds(Map<String, String> tags) {
            String tag = tags.get(key);
            return tag != null && values.contains(tag);
        }
    }

    /** The tag is there and contains the value at that place. */
    record Text(String key, Place place, String value) implements Condition {
        /** Where the value has to stand in the tag. */
        enum Place {
            START,
            END,
            ANYWHERE
        }

        @Override
        public boolean holds(Map<String, String> tags) {
            String tag = tags.get(key);
            return tag != null
                    && switch (place) {
                        case START -> tag.startsWith(value);
                        case END -> tag.endsWith(value);
                        case ANYWHERE -> tag.contains(value);
                    };
        }
    }

    /** The tag is there, is a decimal number, and stands in that order to the bound. */
    record Amount(String key, Order order, BigDecimal bound) implements Condition {
        /** How tag and bound compare. */
        enum Order {
            GREATER,
            GREATER_OR_EQUAL,
            LESS,
            LESS_OR_EQUAL
        }

        /** Without trailing zeros, so that equal numbers make equal conditions. */
        public Amount {
            bound = bound.stripTrailingZeros();
        }

        @Override
        public boolean holds(Map<String, String> tags) {
            String tag = tags.get(key);
            if (tag == null) {
                return false;
            }
            Optional<BigDecimal> number = Decimals.parse(tag);
            return number.isPresent() && compares(number.get().compareTo(bound));
        }

        private boolean compares(int comparison) {
            return switch (order) {
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
            };
        }
    }

    /** The condition does not hold. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean holds(Map<String, String> tags) {
            return !condition.holds(tags);
        }
    }

    /** All of them hold. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean holds(Map<String, String> tags) {
            for (Condition each : conditions) {
                if (!each.holds(tags)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one of them holds. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean holds(Map<String, String> tags) {
            for (Condition each : conditions) {
                if (each.holds(tags)) {
                    return true;
                }
            }
            return false;
        }
    }
}
