package dev.hub.load.dialect;

/** What a connection of the generator is there for. */
public enum Role {
    /** Receives every publication of its channel. */
    SUBSCRIBER,
    /** Publishes; not subscribed. */
    PUBLISHER
}
