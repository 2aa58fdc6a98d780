package dev.hub.load.dialect;

/** What a client presents when it connects. */
@FunctionalInterface
public interface Credentials {
    /** The token for the connection of this number; empty for none. */
    String tokenFor(int number);

    /** No token: the hub runs with {@code auth.insecure}. */
    static Credentials none() {
        return number -> "";
    }
}
