package dev.hub.load.dialect;

/** A protocol inside WebSocket frames. The values are immutable; what a connection remembers is in its {@link Dialogue}. */
public sealed interface Dialect permits Centrifuge, Plain, SocketIo {
    /** Path and query of the handshake. */
    String target(Role role);

    /**
     * Begins a conversation.
     *
     * @param number of the connection within its crowd, from 0; a dialect may give each its own identity or channel
     */
    Dialogue begin(Role role, int number, Line line);

    /**
     * The text of a frame that publishes the payload.
     *
     * @param id of the command, from 1, unique on the connection
     * @param payload a JSON object
     */
    byte[] publication(long id, byte[] payload);
}
