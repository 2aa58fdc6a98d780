package dev.hub.core.filter;

import dev.hub.core.filter.Condition.Amount.Order;
import dev.hub.core.filter.Condition.Text.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns one filter from the wire into what it says, or refuses it. Its methods throw IllegalArgumentException. */
final class FilterCheck {
    private int nodes;

    /** What {@code node} says; it stands in the field {@code at}, {@code depth} levels deep. */
    Condition condition(String at, FilterNode node, int depth) {
        require(depth <= TagsFilter.MAX_DEPTH, at, "must be nested at most " + TagsFilter.MAX_DEPTH + " deep", depth);
        nodes++;
        require(nodes <= TagsFilter.MAX_NODES, at, "must be one of at most " + TagsFilter.MAX_NODES + " nodes", nodes);
        return switch (node.op()) {
            case "" -> leaf(at, node);
            case "and" -> new Condition.All(children(at, node, depth));
            case "or" -> new Condition.Any(children(at, node, depth));
            case "not" -> {
                require(
                        node.nodes().size() == 1,
                        at + ".nodes",
                        "must be exactly one for not",
                        node.nodes().size());
                yield Condition.not(children(at, node, depth).getFirst());
            }
            default -> throw fault(at + ".op", "must be \"and\", \"or\", \"not\" or absent", quoted(node.op()));
        };
    }

    private List<Condition> children(String at, FilterNode node, int depth) {
        require(!node.nodes().isEmpty(), at + ".nodes", "must not be empty for " + node.op(), "none");
        requireEmpty(node.key(), at + ".key", node.op());
        requireEmpty(node.cmp(), at + ".cmp", node.op());
        requireEmpty(node.val(), at + ".val", node.op());
        requireEmpty(node.vals(), at + ".vals", node.op());
        List<Condition> children = new ArrayList<>(node.nodes().size());
        for (FilterNode each : node.nodes()) {
            children.add(condition(at + ".nodes[" + children.size() + "]", each, depth + 1));
        }
        return children;
    }

    private static Condition leaf(String at, FilterNode node) {
        requireEmpty(node.nodes(), at + ".nodes", "a leaf");
        String key = text(node.key(), at + ".key");
        return switch (node.cmp()) {
            case "ex" -> present(at, node, key);
            case "nex" -> Condition.not(present(at, node, key));
            case "in" -> oneOf(at, node, key);
            case "nin" -> Condition.not(oneOf(at, node, key));
            case "eq" -> new Condition.OneOf(key, Set.of(val(at, node)));
            case "neq" -> Condition.not(new Condition.OneOf(key, Set.of(val(at, node))));
            case "sw" -> new Condition.Text(key, Place.START, val(at, node));
            case "ew" -> new Condition.Text(key, Place.END, val(at, node));
            case "ct" -> new Condition.Text(key, Place.ANYWHERE, val(at, node));
            case "gt" -> new Condition.Amount(key, Order.GREATER, number(at, node));
            case "gte" -> new Condition.Amount(key, Order.GREATER_OR_EQUAL, number(at, node));
            case "lt" -> new Condition.Amount(key, Order.LESS, number(at, node));
            case "lte" -> new Condition.Amount(key, Order.LESS_OR_EQUAL, number(at, node));
            default ->
                throw fault(
                        at + ".cmp",
                        "must be one of eq, neq, in, nin, ex, nex, sw, ew, ct, gt, gte, lt, lte",
                        quoted(node.cmp()));
        };
    }

    private static Condition present(String at, FilterNode node, String key) {
        requireEmpty(node.val(), at + ".val", node.cmp());
        requireEmpty(node.vals(), at + ".vals", node.cmp());
        return new Condition.Present(key);
    }

    private static Condition oneOf(String at, FilterNode node, String key) {
        requireEmpty(node.val(), at + ".val", node.cmp());
        int count = node.vals().size();
        String rule = "must have 1 to " + TagsFilter.MAX_VALS + " values for " + node.cmp();
        require(count >= 1 && count <= TagsFilter.MAX_VALS, at + ".vals", rule, count);
        for (int i = 0; i < count; i++) {
            text(node.vals().get(i), at + ".vals[" + i + "]");
        }
        return new Condition.OneOf(key, Set.copyOf(node.vals()));
    }

    private static String val(String at, FilterNode node) {
        requireEmpty(node.vals(), at + ".vals", node.cmp());
        return text(node.val(), at + ".val");
    }

    private static BigDecimal number(String at, FilterNode node) {
        String val = val(at, node);
        return Decimals.parse(val)
                .orElseThrow(() -> fault(at + ".val", "must be a decimal number for " + node.cmp(), quoted(val)));
    }

    private static String text(String text, String at) {
        boolean fits = !text.isEmpty() && text.length() <= TagsFilter.MAX_LENGTH;
        require(fits, at, "must have 1 to " + TagsFilter.MAX_LENGTH + " characters", text.length());
        return text;
    }

    private static void requireEmpty(String text, String at, String owner) {
        require(text.isEmpty(), at, "must be absent for " + owner, quoted(text));
    }

    private static void requireEmpty(List<?> list, String at, String owner) {
        require(list.isEmpty(), at, "must be absent for " + owner, list.size());
    }

    private static void require(boolean isMet, String at, String rule, Object got) {
        if (!isMet) {
            throw fault(at, rule, got);
        }
    }

    private static IllegalArgumentException fault(String at, String rule, Object got) {
        return new IllegalArgumentException(at + " " + rule + ", got " + got);
    }

    /** Cut to what a reader needs to recognize it, so that an error is never as long as its cause. */
    private static String quoted(String value) {
        return '"' + (value.length() > 40 ? value.substring(0, 40) + "..." : value) + '"';
    }
}
