package dev.hub.core.bus;

import dev.hub.core.revocation.Revocation;
import java.util.List;

/** What the keeper of blocks and revocations is asked. */
public sealed interface RevocationCommand
        permits RevocationCommand.Put,
                RevocationCommand.Remove,
                RevocationCommand.ListAll,
                RevocationCommand.Look,
                RevocationControl {
    /**
     * From now on this is taken back, on all instances. Answered with {@link ConnectionControl.Affected}, the connections that
     * it ended, when every living instance goes by it.
     */
    record Put(Revocation revocation) implements RevocationCommand {}

    /** It is taken back no longer. Answered with {@link Removed} when every living instance goes by it. */
    record Remove(String field) implements RevocationCommand {}

    /** Whether there was something to remove. */
    record Removed(boolean wasThere) {}

    /**
     * Tell what is taken back, in the order of the fields. Answered with {@link Page}.
     *
     * @param blocks the blocked users, else the tokens
     * @param after the field before the first that is wanted; empty for the beginning
     */
    record ListAll(boolean blocks, String after, int limit) implements RevocationCommand {}

    /** What is taken back; {@code isLast} when nothing comes after it. */
    record Page(List<Revocation> revocations, boolean isLast) {
        /** Copies {@code revocations}. */
        public Page {
            revocations = List.copyOf(revocations);
        }
    }

    /** Something may have changed in Valkey: look. Not answered. */
    record Look() implements RevocationCommand {}
}
