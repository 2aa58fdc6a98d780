package dev.hub.core.valkey;

/** An argument of a script that is known only when it is sent: it depends on the server that the link leads to. */
public enum LinkFact {
    /**
     * Which life of which server takes the script: 16 characters that change when the server process is started anew and
     * when a replica becomes primary. Two primaries of the same data never share one.
     */
    INCARNATION,
    /** The command by which the server's scripts publish: {@code redis.call(ARGV[n], channel, message)}. */
    PUBLISH_COMMAND
}
