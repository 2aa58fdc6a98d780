package dev.hub.core.bus;

/**
 * What one verticle of this instance carries at the moment.
 *
 * @param source the verticle; a later report of the same source replaces the former
 * @param clients authenticated connections
 * @param users different users
 * @param channels channels with a subscriber
 * @param subscriptions of clients to channels
 * @param received messages from clients since it started
 * @param sent messages to clients since it started
 */
public record Load(String source, int clients, int users, int channels, int subscriptions, long received, long sent) {
    /** Connections and channels alone. */
    public Load(String source, int clients, int channels) {
        this(source, clients, 0, channels, 0, 0, 0);
    }

    /** Users alone. */
    public static Load ofUsers(String source, int users) {
        return new Load(source, 0, users, 0, 0, 0, 0);
    }
}
