package dev.hub.core.filter;

import java.util.List;

/**
 * A filter as it stands on the wire ({@code FilterNode} of the Centrifuge protocol), unchecked. What is absent is empty.
 *
 * @param op {@code and}, {@code or}, {@code not}, or empty for a leaf, which compares
 * @param key tag that a leaf looks at
 * @param cmp how a leaf compares
 * @param val what most leaves compare with
 * @param vals what {@code in} and {@code nin} compare with
 * @param nodes what {@code op} combines
 */
public record FilterNode(String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
    /** Copies the lists. */
    public FilterNode {
        vals = List.copyOf(vals);
        nodes = List.copyOf(nodes);
    }
}
