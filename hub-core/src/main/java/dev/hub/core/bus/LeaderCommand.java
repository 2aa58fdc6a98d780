package dev.hub.core.bus;

/** What the LeaderVerticle of this instance is asked for. */
public sealed interface LeaderCommand permits LeaderCommand.WhoLeads, LeaderControl {
    /** Tell who leads. Answered with {@link dev.hub.core.leader.Leader}, as it was heard within the third of a lease. */
    record WhoLeads() implements LeaderCommand {}
}
