package dev.hub.core.pattern;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Patterns with what belongs to each, such as its subscribers. What belongs to the patterns of a channel is found in one
 * walk along the channel's parts, without allocation, however many other patterns there are. At each part the walk goes
 * to at most two places, one for the part and one for a wildcard.
 *
 * <p>For one thread.
 *
 * @param <T> what belongs to patterns, told apart by {@code equals}
 */
public final class PatternTrie<T> {
    private final TrieNode<T> root = new TrieNode<>("");
    private int size;

    /** Adds {@code value} to {@code pattern}; tells whether it was not there yet. */
    public boolean add(ChannelPattern pattern, T value) {
        String text = pattern.text();
        TrieNode<T> node = root;
        int start = 0;
        for (int end = ChannelPattern.partEnd(text, 0);
                end < text.length();
                end = ChannelPattern.partEnd(text, start)) {
            node = node.childOrNew(text, start, end);
            start = end + 1;
        }
        boolean isNew = ChannelPattern.isWildcard(text, start, text.length())
                ? node.addBelow(value)
                : node.childOrNew(text, start, text.length()).addHere(value);
        size += isNew ? 1 : 0;
        return isNew;
    }

    /** Removes {@code value} from {@code pattern}; tells whether it was there. */
    public boolean remove(ChannelPattern pattern, T value) {
        boolean wasThere = remove(root, pattern.text(), 0, value);
        size -= wasThere ? 1 : 0;
        return wasThere;
    }

    private boolean remove(TrieNode<T> node, String text, int start, T value) {
        int end = ChannelPattern.partEnd(text, start);
        boolean isLast = end == text.length();
        if (isLast && ChannelPattern.isWildcard(text, start, end)) {
            return node.removeBelow(value);
        }
        TrieNode<T> child = node.child(text, start, end);
        if (child == null) {
            return false;
        }
        boolean wasThere = isLast ? child.removeHere(value) : remove(child, text, end + 1, value);
        if (child.isEmpty()) {
            node.unlink(child);
        }
        return wasThere;
    }

    /**
     * Hands over what belongs to the patterns that describe {@code channel}: each value once for each such pattern, those
     * of one pattern in the order in which they were added. The consumer must not change this trie.
     */
    public void collect(String channel, Consumer<? super T> consumer) {
        collect(root, channel, 0, consumer);
    }

    private void collect(TrieNode<T> node, String channel, int start, Consumer<? super T> consumer) {
        node.forEachBelow(consumer);
        if (!node.hasChildren()) {
            return;
        }
        int end = ChannelPattern.partEnd(channel, start);
        // A channel whose name has a part "*" must find its patterns only once.
        TrieNode<T> any = node.wildcard();
        TrieNode<T> literal = ChannelPattern.isWildcard(channel, start, end) ? null : node.child(channel, start, end);
        step(literal, channel, end, consumer);
        step(any, channel, end, consumer);
    }

    private void step(@Nullable TrieNode<T> node, String channel, int end, Consumer<? super T> consumer) {
        if (node == null) {
            return;
        }
        if (end == channel.length()) {
            node.forEachHere(consumer);
        } else {
            collect(node, channel, end + 1, consumer);
        }
    }

    /** How many pairs of a pattern and a value there are. */
    public int size() {
        return size;
    }

    /** There is no pattern. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** How many nodes there are, the root included. */
    int nodes() {
        return root.count();
    }
}
