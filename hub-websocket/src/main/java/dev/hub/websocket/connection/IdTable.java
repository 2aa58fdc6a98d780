package dev.hub.websocket.connection;

import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to random ids: open addressing with linear probing in two arrays that are at most half full. A map of nodes would
 * cost each idle connection four times as much.
 *
 * @param <T> what belongs to them
 */
final class IdTable<T> {
    private static final int LEAST = 16;

    private @Nullable UUID[] ids = new @Nullable UUID[LEAST];
    private @Nullable Object[] values = new @Nullable Object[LEAST];
    private int size;

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put adds to the values
    @Nullable
    T get(UUID id) {
        return (T) values[place(id)];
    }

    /** Hands each to {@code action}, which must not change the table. */
    @SuppressWarnings("unchecked") // only put adds to the values
    void forEach(Consumer<T> action) {
        for (Object each : values) {
            if (each != null) {
                action.accept((T) each);
            }
        }
    }

    void put(UUID id, T value) {
        int place = place(id);
        if (ids[place] == null) {
            size++;
        }
        ids[place] = id;
        values[place] = value;
        if (size * 2 > ids.length) {
            resize(ids.length * 2);
        }
    }

    /** Removes it; tells whether it was there. */
    boolean remove(UUID id) {
        int gap = place(id);
        if (ids[gap] == null) {
            return false;
        }
        size--;
        close(gap);
        if (ids.length > LEAST && size * 8 < ids.length) {
            resize(ids.length / 2);
        }
        return true;
    }

    /** Moves into the gap what would not be found behind it. */
    private void close(int gap) {
        int mask = ids.length - 1;
        int hole = gap;
        int at = (gap + 1) & mask;
        for (UUID id = ids[at]; id != null; id = ids[at]) {
            int wanted = slot(id, mask);
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                ids[hole] = id;
                values[hole] = values[at];
                hole = at;
            }
            at = (at + 1) & mask;
        }
        ids[hole] = null;
        values[hole] = null;
    }

    /** Where the id is, or the free place where it belongs. */
    private int place(UUID id) {
        int mask = ids.length - 1;
        int at = slot(id, mask);
        while (ids[at] != null && !id.equals(ids[at])) {
            at = (at + 1) & mask;
        }
        return at;
    }

    /** Ids are random: their last bits are as good as a hash. */
    private static int slot(UUID id, int mask) {
        return (int) id.getLeastSignificantBits() & mask;
    }

    private void resize(int length) {
        @Nullable UUID[] oldIds = ids;
        @Nullable Object[] old = values;
        ids = new @Nullable UUID[length];
        values = new @Nullable Object[length];
        for (int i = 0; i < oldIds.length; i++) {
            UUID id = oldIds[i];
            if (id != null) {
                int place = place(id);
                ids[place] = id;
                values[place] = old[i];
            }
        }
    }
}
