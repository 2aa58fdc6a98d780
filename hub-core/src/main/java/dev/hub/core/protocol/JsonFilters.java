package dev.hub.core.protocol;

import dev.hub.core.filter.FilterNode;
import dev.hub.core.filter.TagsFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads tags filters ({@code tf} of a subscribe request) from JSON. What is null counts as absent. */
public final class JsonFilters {
    private static final String FIELD = "tf";

    private JsonFilters() {}

    /**
     * The filter that comes next, checked.
     *
     * @throws IllegalArgumentException naming field, rule and value, when it is none or beyond a limit of {@link TagsFilter}
     */
    public static TagsFilter parse(JsonReader value) throws IOException {
        return parse(FIELD, value);
    }

    /**
     * The filter that comes next, checked.
     *
     * @param field in which it came, for error texts
     * @throws IllegalArgumentException naming field, rule and value, when it is none or beyond a limit of {@link TagsFilter}
     */
    public static TagsFilter parse(String field, JsonReader value) throws IOException {
        return TagsFilter.of(field, read(field, value));
    }

    /**
     * The filter that comes next, unchecked but for the types of its fields; unknown fields are passed over.
     *
     * @throws IllegalArgumentException when a field has another type
     */
    public static FilterNode read(JsonReader value) throws IOException {
        return read(FIELD, value);
    }

    private static FilterNode read(String field, JsonReader value) throws IOException {
        Node node = new Node(field);
        value.nextObject(node::read);
        return node.toFilterNode();
    }

    /** The fields of one node as they are read. */
    private static final class Node {
        private final String field;
        private String op = "";
        private String key = "";
        private String cmp = "";
        private String val = "";
        private List<String> vals = List.of();
        private final List<Node> nodes = new ArrayList<>();

        Node(String field) {
            this.field = field;
        }

        void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "op" -> op = text(name, value);
                case "key" -> key = text(name, value);
                case "cmp" -> cmp = text(name, value);
                case "val" -> val = text(name, value);
                case "vals" -> vals = texts(name, value);
                case "nodes" -> value.nextObjects(this::child);
                default -> value.skip();
            }
        }

        private JsonReader.FieldReader child() {
            Node node = new Node(field);
            nodes.add(node);
            return node::read;
        }

        FilterNode toFilterNode() {
            return new FilterNode(
                    op,
                    key,
                    cmp,
                    val,
                    vals,
                    nodes.stream().map(Node::toFilterNode).toList());
        }

        private String text(String name, JsonReader value) throws IOException {
            try {
                return value.string();
            } catch (IllegalArgumentException otherType) {
                throw new IllegalArgumentException(
                        field + ": " + name + " must be a string, " + otherType.getMessage(), otherType);
            }
        }

        private List<String> texts(String name, JsonReader value) throws IOException {
            try {
                return value.strings();
            } catch (IllegalArgumentException otherType) {
                throw new IllegalArgumentException(
                        field + ": " + name + " must be an array of strings, " + otherType.getMessage(), otherType);
            }
        }
    }
}
