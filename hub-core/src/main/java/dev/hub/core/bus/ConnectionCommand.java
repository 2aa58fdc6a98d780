package dev.hub.core.bus;

import dev.hub.core.channel.Payload;

/** What is to be done with one connection, by the event loop that holds it. Not answered. */
public sealed interface ConnectionCommand {
    /** The id of the connection. */
    String client();

    /** Push {@code data} to it as a message. Nothing happens when it is gone. */
    record Tell(String client, Payload data) implements ConnectionCommand {}

    /** Send a {@link ConnectionGone} to {@code teller}, an address, once it is gone; at once if it is already. */
    record Watch(String client, String teller) implements ConnectionCommand {}

    /** Forget {@link Watch}. */
    record Unwatch(String client, String teller) implements ConnectionCommand {}
}
