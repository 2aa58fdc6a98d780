package dev.hub.core.bus;

import dev.hub.core.revocation.Revocation;
import java.util.List;

/** What the keepers of blocks and revocations tell each other. Answered with {@link ConnectionControl.Affected}. */
public sealed interface RevocationControl extends RevocationCommand, InstanceControl {
    /**
     * Something was taken back, or is no longer.
     *
     * @param base version before it; who knows another one reads all
     * @param version after it
     * @param put what holds from now on
     * @param removed fields of what does not any more
     */
    record Changed(String base, String version, List<Revocation> put, List<String> removed)
            implements RevocationControl {
        /** Copies the lists. */
        public Changed {
            put = List.copyOf(put);
            removed = List.copyOf(removed);
        }
    }
}
