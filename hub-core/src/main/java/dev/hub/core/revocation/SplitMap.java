package dev.hub.core.revocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An immutable map in parts: a change copies one of them, a 256th of the whole. */
final class SplitMap<V> {
    private static final int PARTS = 256;

    private final List<Map<String, V>> parts;
    private final int size;

    private SplitMap(List<Map<String, V>> parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    static <V> SplitMap<V> empty() {
        return new SplitMap<>(Collections.nCopies(PARTS, Map.of()), 0);
    }

    static <V> SplitMap<V> of(Map<String, V> all) {
        List<Map<String, V>> parts = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            parts.add(new HashMap<>());
        }
        all.forEach((key, value) -> parts.get(part(key)).put(key, value));
        return new SplitMap<>(parts, all.size());
    }

    int size() {
        return size;
    }

    @Nullable
    V get(String key) {
        return size == 0 ? null : parts.get(part(key)).get(key);
    }

    /** The same with another value for {@code key}; null takes it away. */
    SplitMap<V> with(String key, @Nullable V value) {
        int place = part(key);
        Map<String, V> changed = new HashMap<>(parts.get(place));
        int before = changed.size();
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        List<Map<String, V>> next = new ArrayList<>(parts);
        next.set(place, changed);
        return new SplitMap<>(next, size + changed.size() - before);
    }

    /** The same without the values that {@code gone} names. */
    SplitMap<V> without(Predicate<V> gone) {
        Map<String, V> kept = new HashMap<>();
        parts.forEach(kept::putAll);
        kept.values().removeIf(gone);
        return kept.size() == size ? this : of(kept);
    }

    void forEach(Consumer<V> action) {
        parts.forEach(part -> part.values().forEach(action));
    }

    private static int part(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (PARTS - 1);
    }
}
