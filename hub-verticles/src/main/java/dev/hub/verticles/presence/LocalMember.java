package dev.hub.verticles.presence;

import dev.hub.core.channel.ClientInfo;

/** A member that this instance holds, or did until a moment ago. */
final class LocalMember {
    /** What is so here. */
    enum State {
        /** Its connection is there. */
        HERE,
        /** Its connection broke; it stays a member until {@link LocalMember#dueNanos}. */
        AWAY,
        /** It is gone. */
        GONE
    }

    ClientInfo info;
    boolean announced;
    State state = State.HERE;
    long dueNanos;

    /** It may be in Valkey: a batch with it was sent. */
    boolean isKnown;

    /** Valkey does not know yet how it is with it. */
    boolean isDirty;

    LocalMember(ClientInfo info, boolean announced) {
        this.info = info;
        this.announced = announced;
    }
}
