package dev.hub.core.bus;

import dev.hub.core.bus.NodeCommand.NodeInfo;

/** Something happened to an instance of the hub; every other one is told, as far as it is connected itself. */
public sealed interface NodeEvent {
    /** The instance, as it last described itself. */
    NodeInfo node();

    /** It is there. */
    record Joined(NodeInfo node) implements NodeEvent {}

    /** It was stopped. */
    record Left(NodeInfo node) implements NodeEvent {}

    /** Its lease ended without a word. */
    record Died(NodeInfo node) implements NodeEvent {}
}
