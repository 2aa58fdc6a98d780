package dev.hub.core.bus;

/** What is to be done to connections, wherever they are. Each WebSocketVerticle does it to those it holds. */
public sealed interface ConnectionControl extends InstanceControl {
    /**
     * Close connections.
     *
     * @param user whose; must not be empty unless {@code client} is given
     * @param client only the connection with this id; empty for all of the user's
     * @param code close code, 3000 to 4999
     * @param reason close reason, at most 123 bytes
     */
    record Disconnect(String user, String client, int code, String reason) implements ConnectionControl {}
}
