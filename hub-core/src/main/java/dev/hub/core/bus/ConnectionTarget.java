package dev.hub.core.bus;

/**
 * Which connections are meant: those that all of the given parts fit.
 *
 * @param user whose; empty for anybody's
 * @param client only the connection with this id; empty for any
 * @param session only the one with this session id, which connections over emulated transports have; empty for any
 */
public record ConnectionTarget(String user, String client, String session) {
    /** Longest part, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** Checks that something is given. */
    public ConnectionTarget {
        if (user.isEmpty() && client.isEmpty() && session.isEmpty()) {
            throw new IllegalArgumentException("user, client or session is required");
        }
        check("user", user);
        check("client", client);
        check("session", session);
    }

    private static void check(String name, String value) {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    name + " must have at most " + MAX_LENGTH + " characters, got " + value.length());
        }
    }

    /** All connections of a user. */
    public static ConnectionTarget user(String user) {
        return new ConnectionTarget(user, "", "");
    }

    /** The connection with that id. */
    public static ConnectionTarget client(String client) {
        return new ConnectionTarget("", client, "");
    }
}
