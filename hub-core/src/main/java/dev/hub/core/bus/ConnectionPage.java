package dev.hub.core.bus;

import java.util.List;

/**
 * Part of a listing of connections.
 *
 * @param next where the next page begins; empty when this is the last one
 */
public record ConnectionPage(List<Entry> entries, String next) {
    /** A connection and the instance that holds it. */
    public record Entry(String nodeUid, String nodeName, ConnectionInfo connection) {}

    /** Copies {@code entries}. */
    public ConnectionPage {
        entries = List.copyOf(entries);
    }
}
