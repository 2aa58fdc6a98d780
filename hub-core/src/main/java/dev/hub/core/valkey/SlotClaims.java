package dev.hub.core.valkey;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is said to own each slot, and by which configuration epoch: of two claims the one of the higher epoch is newer. */
final class SlotClaims {

    /** Older than every epoch. */
    private static final long NOBODY = -1;

    private final @Nullable Endpoint[] owners = new @Nullable Endpoint[KeySlot.COUNT];
    private final long[] epochs = new long[KeySlot.COUNT];

    SlotClaims() {
        Arrays.fill(epochs, NOBODY);
    }

    /** Notes a claim to the slots from first to last. */
    void claim(int first, int last, Endpoint owner, long epoch) {
        Arrays.fill(owners, first, last + 1, owner);
        Arrays.fill(epochs, first, last + 1, epoch);
    }

    /** Notes that a slot has moved; its epoch is not known, so the old claim must not come back but with a higher one. */
    boolean move(int slot, Endpoint owner) {
        boolean changes = !owner.equals(owners[slot]);
        owners[slot] = owner;
        return changes;
    }

    /**
     * Takes over the claims of others.
     *
     * @param onlyNewer whether to leave alone the slots whose claim here is of the same epoch or higher
     * @return whether any owner changed
     */
    boolean merge(SlotClaims others, boolean onlyNewer) {
        boolean changed = false;
        for (int slot = 0; slot < KeySlot.COUNT; slot++) {
            boolean same = Objects.equals(owners[slot], others.owners[slot]);
            if (!onlyNewer || others.epochs[slot] > epochs[slot]) {
                owners[slot] = others.owners[slot];
                epochs[slot] = others.epochs[slot];
                changed |= !same;
            }
        }
        return changed;
    }

    /** The owners as they are now. */
    SlotMap toMap() {
        return SlotMap.cluster(owners.clone());
    }
}
