package dev.hub.core.bus;

/** What every instance is told to do. At most once: one that is cut off from Valkey misses it, and owes the answer. */
public sealed interface InstanceControl
        permits ConnectionControl, NamespaceControl, RevocationControl, LimitControl, LeaderControl {}
