package dev.hub.core.bus;

/**
 * Which connections a listing tells: those that all of the given parts fit. An empty part fits every one.
 *
 * @param user whose
 * @param client the one with this id
 * @param channel those subscribed to it
 * @param ip those from this address, as text
 * @param name those of this application, as it called itself in its connect
 */
public record ConnectionFilter(String user, String client, String channel, String ip, String name) {
    /** Longest part, in characters. */
    public static final int MAX_LENGTH = 1024;

    /** Fits every connection. */
    public static final ConnectionFilter ALL = new ConnectionFilter("", "", "", "", "");

    /** Checks the lengths. */
    public ConnectionFilter {
        check("user", user);
        check("client", client);
        check("channel", channel);
        check("ip", ip);
        check("name", name);
    }

    private static void check(String field, String value) {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    field + " must have at most " + MAX_LENGTH + " characters, got " + value.length());
        }
    }

    /** Few connections fit, however many there are. */
    public boolean isNarrow() {
        return !user.isEmpty() || !client.isEmpty();
    }
}
