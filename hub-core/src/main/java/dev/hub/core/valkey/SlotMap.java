package dev.hub.core.valkey;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which primary owns each slot. Without a cluster one primary owns them all. Immutable.
 */
final class SlotMap {

    /** Nobody owns anything. */
    static final SlotMap EMPTY = new SlotMap(new @Nullable Endpoint[1]);

    private final @Nullable Endpoint[] owners;

    private SlotMap(@Nullable Endpoint[] owners) {
        this.owners = owners;
    }

    /** One primary for everything. */
    static SlotMap single(Endpoint primary) {
        return new SlotMap(new @Nullable Endpoint[] {primary});
    }

    /** A map of a cluster; takes the array over. */
    static SlotMap cluster(@Nullable Endpoint[] owners) {
        if (owners.length != KeySlot.COUNT) {
            throw new IllegalArgumentException("a slot map has " + KeySlot.COUNT + " entries, got " + owners.length);
        }
        return new SlotMap(owners);
    }

    /** The owner, or null when nobody serves the slot. */
    @Nullable
    Endpoint owner(int slot) {
        return owners[owners.length == 1 ? 0 : slot];
    }

    /** Whether each slot has an owner. */
    boolean isComplete() {
        for (@Nullable Endpoint owner : owners) {
            if (owner == null) {
                return false;
            }
        }
        return true;
    }

    /** All owners, each once. */
    Set<Endpoint> primaries() {
        Set<Endpoint> primaries = new LinkedHashSet<>();
        @Nullable Endpoint last = null;
        for (@Nullable Endpoint owner : owners) {
            if (owner != null && !owner.equals(last)) {
                primaries.add(owner);
                last = owner;
            }
        }
        return primaries;
    }

    /** The same with another owner of one slot. */
    SlotMap with(int slot, Endpoint owner) {
        @Nullable Endpoint[] changed = owners.length == 1 ? new @Nullable Endpoint[KeySlot.COUNT] : owners.clone();
        changed[slot] = owner;
        return new SlotMap(changed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SlotMap map && Arrays.equals(owners, map.owners);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(owners);
    }
}
