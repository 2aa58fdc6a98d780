package dev.hub.core.pattern;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One part of patterns that begin alike. Its children are found by a region of a name, without cutting it out: a hash table
 * of chains.
 */
final class TrieNode<T> {
    private static final int FEWEST_BUCKETS = 4;

    private final String part;
    private final int hash;
    private @Nullable TrieNode<T> nextInBucket;

    private @Nullable TrieNode<T> @Nullable [] buckets;
    private int children;
    private @Nullable TrieNode<T> wildcard;

    /** What belongs to the pattern that ends here. */
    private @Nullable Set<T> here;

    /** What belongs to the pattern that goes on with a wildcard at its end. */
    private @Nullable Set<T> below;

    TrieNode(String part) {
        this.part = part;
        this.hash = hash(part, 0, part.length());
    }

    /** FNV-1a with its high bits folded down. */
    private static int hash(String name, int start, int end) {
        int hash = 0x811c9dc5;
        for (int i = start; i < end; i++) {
            hash = (hash ^ name.charAt(i)) * 0x01000193;
        }
        return hash ^ hash >>> 16;
    }

    boolean hasChildren() {
        return children > 0 || wildcard != null;
    }

    boolean isEmpty() {
        return !hasChildren() && here == null && below == null;
    }

    /** The child for a wildcard that is not the last part. */
    @Nullable
    TrieNode<T> wildcard() {
        return wildcard;
    }

    /** The child for the part of {@code name} from {@code start} to {@code end}, as it is written in a pattern. */
    @Nullable
    TrieNode<T> child(String name, int start, int end) {
        if (ChannelPattern.isWildcard(name, start, end)) {
            return wildcard;
        }
        @Nullable TrieNode<T>[] table = buckets;
        if (table == null) {
            return null;
        }
        TrieNode<T> child = table[hash(name, start, end) & (table.length - 1)];
        while (child != null && !child.isPart(name, start, end)) {
            child = child.nextInBucket;
        }
        return child;
    }

    private boolean isPart(String name, int start, int end) {
        return part.length() == end - start && name.regionMatches(start, part, 0, part.length());
    }

    /** The same, made when there is none. */
    TrieNode<T> childOrNew(String name, int start, int end) {
        TrieNode<T> child = child(name, start, end);
        if (child != null) {
            return child;
        }
        TrieNode<T> added = new TrieNode<>(name.substring(start, end));
        if (ChannelPattern.isWildcard(name, start, end)) {
            wildcard = added;
        } else {
            link(added);
        }
        return added;
    }

    private void link(TrieNode<T> child) {
        @Nullable TrieNode<T>[] table = buckets;
        if (table == null) {
            table = table(FEWEST_BUCKETS);
            buckets = table;
        } else if (children >= table.length) {
            table = rehashed(table, table.length * 2);
            buckets = table;
        }
        put(table, child);
        children++;
    }

    /** Takes out an empty child. */
    void unlink(TrieNode<T> child) {
        if (child == wildcard) {
            wildcard = null;
            return;
        }
        @Nullable TrieNode<T>[] table = buckets;
        if (table == null) {
            return;
        }
        children--;
        remove(table, child);
        if (children == 0) {
            buckets = null;
        } else if (table.length > FEWEST_BUCKETS && children <= table.length / 4) {
            buckets = rehashed(table, table.length / 2);
        }
    }

    private static <T> void remove(@Nullable TrieNode<T>[] table, TrieNode<T> child) {
        int bucket = child.hash & (table.length - 1);
        TrieNode<T> before = table[bucket];
        if (before == child) {
            table[bucket] = child.nextInBucket;
            return;
        }
        while (before != null) {
            if (before.nextInBucket == child) {
                before.nextInBucket = child.nextInBucket;
            }
            before = before.nextInBucket;
        }
    }

    private static <T> @Nullable TrieNode<T>[] rehashed(@Nullable TrieNode<T>[] table, int length) {
        @Nullable TrieNode<T>[] larger = table(length);
        for (TrieNode<T> first : table) {
            TrieNode<T> child = first;
            while (child != null) {
                TrieNode<T> next = child.nextInBucket;
                put(larger, child);
                child = next;
            }
        }
        return larger;
    }

    private static <T> void put(@Nullable TrieNode<T>[] table, TrieNode<T> child) {
        int bucket = child.hash & (table.length - 1);
        child.nextInBucket = table[bucket];
        table[bucket] = child;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <T> @Nullable TrieNode<T>[] table(int length) {
        return new TrieNode[length];
    }

    boolean addHere(T value) {
        Set<T> values = here == null ? new LinkedHashSet<>() : here;
        here = values;
        return values.add(value);
    }

    boolean addBelow(T value) {
        Set<T> values = below == null ? new LinkedHashSet<>() : below;
        below = values;
        return values.add(value);
    }

    boolean removeHere(T value) {
        boolean wasThere = here != null && here.remove(value);
        if (here != null && here.isEmpty()) {
            here = null;
        }
        return wasThere;
    }

    boolean removeBelow(T value) {
        boolean wasThere = below != null && below.remove(value);
        if (below != null && below.isEmpty()) {
            below = null;
        }
        return wasThere;
    }

    void forEachHere(Consumer<? super T> consumer) {
        if (here != null) {
            here.forEach(consumer);
        }
    }

    void forEachBelow(Consumer<? super T> consumer) {
        if (below != null) {
            below.forEach(consumer);
        }
    }

    /** How many nodes there are from here on, this one included. */
    int count() {
        int count = 1 + (wildcard == null ? 0 : wildcard.count());
        if (buckets != null) {
            for (TrieNode<T> first : buckets) {
                for (TrieNode<T> child = first; child != null; child = child.nextInBucket) {
                    count += child.count();
                }
            }
        }
        return count;
    }
}
