package dev.hub.websocket.access;

/**
 * How many connections a user may have on all instances together. Needs to be known who is online.
 *
 * @param presence it is known which users are online, and by which connections
 * @param connections most connections of a user; 0 for any number
 * @param single a new connection closes the user's older ones
 */
public record UserLimits(boolean presence, int connections, boolean single) {
    /** Users are followed, and may have any number of connections. */
    public static final UserLimits NONE = new UserLimits(true, 0, false);

    /** Checks that limits can be kept. */
    public UserLimits {
        if (connections < 0) {
            throw new IllegalArgumentException("users.connection-limit must be 0 or more, got " + connections);
        }
        if (!presence && (connections > 0 || single)) {
            throw new IllegalArgumentException("limits of users need users.presence");
        }
    }

    /** A user's other connections have to be known before a new one is let in. */
    public boolean isOn() {
        return connections > 0 || single;
    }
}
