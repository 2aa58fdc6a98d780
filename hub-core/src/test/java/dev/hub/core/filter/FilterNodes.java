package dev.hub.core.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Filters on the wire, and random ones. */
final class FilterNodes {
    static final List<String> COMPARATORS =
            List.of("eq", "neq", "in", "nin", "ex", "nex", "sw", "ew", "ct", "gt", "gte", "lt", "lte");
    private static final List<String> VALUES =
            List.of("a", "ab", "ba", "bab", "10", "9", "-1.50", "-1.5", "+10.0", "007", "1e3", ".5");
    private static final List<String> NUMBERS = List.of("10", "9.99", "-1.5", "+7", "0");
    private static final List<String> KEYS = List.of("k", "n");

    private FilterNodes() {}

    static FilterNode compare(String key, String cmp, String val) {
        return new FilterNode("", key, cmp, val, List.of(), List.of());
    }

    static FilterNode compare(String key, String cmp, List<String> vals) {
        return new FilterNode("", key, cmp, "", vals, List.of());
    }

    static FilterNode combine(String op, FilterNode... nodes) {
        return new FilterNode(op, "", "", "", List.of(), List.of(nodes));
    }

    /** A valid filter, at most {@code depth} levels deep. */
    static FilterNode random(RandomGenerator random, int depth) {
        int kind = depth > 1 ? random.nextInt(5) : 4;
        return switch (kind) {
            case 0 -> combine("not", random(random, depth - 1));
            case 1, 2 -> {
                List<FilterNode> nodes = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    nodes.add(random(random, depth - 1));
                }
                yield combine(kind == 1 ? "and" : "or", nodes.toArray(FilterNode[]::new));
            }
            default -> leaf(random);
        };
    }

    private static FilterNode leaf(RandomGenerator random) {
        String key = any(random, KEYS);
        String cmp = any(random, COMPARATORS);
        return switch (cmp) {
            case "ex", "nex" -> compare(key, cmp, "");
            case "in", "nin" -> compare(key, cmp, List.of(any(random, VALUES), any(random, VALUES)));
            case "gt", "gte", "lt", "lte" -> compare(key, cmp, any(random, NUMBERS));
            default -> compare(key, cmp, any(random, VALUES));
        };
    }

    static Map<String, String> tags(RandomGenerator random) {
        Map<String, String> tags = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                tags.put(key, any(random, VALUES));
            }
        }
        return tags;
    }

    static String any(RandomGenerator random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
