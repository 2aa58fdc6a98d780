package dev.hub.verticles.launch;

import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.config.ChannelsConfig;
import dev.hub.core.config.HubConfig;
import java.time.Duration;
import java.util.List;

/**
 * Channels to try the hub with: a namespace in which whoever has a token may subscribe and publish. Opened only while no
 * channels are configured at all and only this machine can reach the hub.
 */
final class DemoChannels {
    /** The channel that examples use. */
    static final String LOBBY = "demo:lobby";

    private static final String NAMESPACE = "demo";

    private DemoChannels() {}

    static boolean areOpenIn(HubConfig given) {
        return given.channels().equals(ChannelsConfig.defaults())
                && given.server().isLoopback();
    }

    /** {@code config} with the namespace, where it is to be opened. */
    static HubConfig open(HubConfig config) {
        if (!areOpenIn(config)) {
            return config;
        }
        Namespace demo = Namespace.defaults(NAMESPACE)
                .withAccess(new AccessRules(true, false, true, false, false, false, false, false, false, false, false))
                .withPresence(new PresenceRules(
                        true, true, false, Duration.ZERO, Duration.ZERO, 1000, false, true, true, List.of()));
        return config.withChannels(config.channels().withNamespaces(List.of(demo)));
    }
}
