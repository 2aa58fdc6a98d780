package dev.hub.core.filter;

import java.util.List;
import java.util.Map;

/**
 * A checked condition on the tags of a publication. Immutable, for any thread.
 *
 * <p>Two filters are equal when they are written the same but for the order and repetition of {@code vals}, the way a
 * number is written, and negation ({@code neq} is {@code not eq}). The hash is computed once, so that subscribers can be
 * grouped by filter.
 */
public final class TagsFilter {
    /** Deepest nesting: a leaf alone is 1 deep. */
    public static final int MAX_DEPTH = 16;

    /** Most nodes, those that combine others included. */
    public static final int MAX_NODES = 128;

    /** Most values in {@code vals} of one node. */
    public static final int MAX_VALS = 128;

    /** Longest key and longest value, in characters (UTF-16 units). */
    public static final int MAX_LENGTH = 256;

    private final Condition condition;
    private final int hash;

    private TagsFilter(Condition condition) {
        this.condition = condition;
        this.hash = condition.hashCode();
    }

    /**
     * Checks a filter from the wire.
     *
     * @param name of the field in which it came, for error texts
     * @throws IllegalArgumentException naming field, rule and value
     */
    public static TagsFilter of(String name, FilterNode node) {
        return new TagsFilter(new FilterCheck().condition(name, node, 1));
    }

    /** Passes what passes both. Equal to itself combined with what is equal to {@code other}. */
    public TagsFilter and(TagsFilter other) {
        return equals(other) ? this : new TagsFilter(new Condition.All(List.of(condition, other.condition)));
    }

    /** A publication with these tags passes. A comparison with an absent tag holds only for {@code neq}, {@code nin}, {@code nex}. */
    public boolean matches(Map<String, String> tags) {
        return condition.holds(tags);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagsFilter that && hash == that.hash && condition.equals(that.condition);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "TagsFilter[" + condition + "]";
    }
}
