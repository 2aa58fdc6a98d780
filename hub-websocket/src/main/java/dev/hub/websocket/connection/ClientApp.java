package dev.hub.websocket.connection;

import java.util.HashMap;
import java.util.Map;

/**
 * What the application at the other end calls itself.
 *
 * @param name at most {@value #MAX_LENGTH} characters; empty when it does not say
 * @param version the same
 */
public record ClientApp(String name, String version) {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_KNOWN = 256;

    /** Says nothing. */
    public static final ClientApp UNKNOWN = new ClientApp("", "");

    private static String bounded(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
    }

    /** The applications of one event loop: there are few of them, and many connections of each. */
    static final class Known {
        private final Map<ClientApp, ClientApp> apps = new HashMap<>();

        /** The one of that name and version, cut where they are too long. */
        ClientApp of(String name, String version) {
            if (name.isEmpty() && version.isEmpty()) {
                return UNKNOWN;
            }
            ClientApp app = new ClientApp(bounded(name), bounded(version));
            if (apps.size() >= MAX_KNOWN) {
                return apps.getOrDefault(app, app);
            }
            ClientApp known = apps.putIfAbsent(app, app);
            return known == null ? app : known;
        }
    }
}
