package dev.hub.websocket.access;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.protocol.ErrorCode;
import java.util.Optional;

/** Decides what a user may do in a channel without a subscription token. */
public final class ChannelRights {
    private final CurrentNamespaces namespaces;
    private final boolean insecure;

    /** The rights that {@code access} describes. */
    public ChannelRights(ClientAccess access) {
        this.namespaces = access.namespaces();
        this.insecure = access.insecure();
    }

    /** Nobody configured the namespace of {@code channel}. */
    public boolean isUnknown(ChannelName channel) {
        return namespaces.of(channel).isEmpty();
    }

    /** Why {@code user}, empty if anonymous, may not subscribe; empty when it may. */
    public Optional<ErrorCode> refusalToSubscribe(ChannelName channel, String user) {
        return refusal(namespaces.of(channel), namespace -> maySubscribe(namespace, channel, user));
    }

    /** Why {@code user}, empty if anonymous, may not publish; empty when it may. */
    public Optional<ErrorCode> refusalToPublish(ChannelName channel, String user, boolean subscribed) {
        return refusal(namespaces.of(channel), namespace -> mayPublish(namespace, user, subscribed));
    }

    private interface Rule {
        boolean allows(Namespace namespace);
    }

    private Optional<ErrorCode> refusal(Optional<Namespace> namespace, Rule rule) {
        if (namespace.isEmpty()) {
            return Optional.of(ErrorCode.UNKNOWN_CHANNEL);
        }
        return insecure || rule.allows(namespace.get()) ? Optional.empty() : Optional.of(ErrorCode.PERMISSION_DENIED);
    }

    private static boolean maySubscribe(Namespace namespace, ChannelName channel, String user) {
        if (channel.isPrivate()) {
            return false;
        }
        if (channel.isUserLimited() && namespace.access().allowUserLimitedChannels()) {
            return channel.admits(user);
        }
        return namespace.access().allowSubscribeForClient()
                && (!user.isEmpty() || namespace.access().allowSubscribeForAnonymous());
    }

    private static boolean mayPublish(Namespace namespace, String user, boolean subscribed) {
        boolean allowed = namespace.access().allowPublishForClient()
                || (subscribed && namespace.access().allowPublishForSubscriber());
        return allowed && (!user.isEmpty() || namespace.access().allowPublishForAnonymous());
    }
}
