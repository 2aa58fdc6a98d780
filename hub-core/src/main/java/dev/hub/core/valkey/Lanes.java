package dev.hub.core.valkey;

import org.jspecify.annotations.Nullable;

/** The ways to all servers. On the event loop only. */
interface Lanes {
    /** The way to the owner of a slot; null when nobody owns it. */
    @Nullable
    Lane owner(int slot);

    /** The way to a node that a redirection named; made when there is none. */
    Lane guest(Endpoint endpoint);
}
