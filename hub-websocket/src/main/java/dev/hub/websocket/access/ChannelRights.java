package dev.hub.websocket.access;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.Principal;
import dev.hub.core.channel.AccessRules;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.channel.Namespace;
import dev.hub.core.channel.Namespaces;
import dev.hub.core.channel.Payload;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a client may do in a channel: by its user, by the capabilities of its token, and by the options of the
 * channel's namespace. Empty answers mean that it may.
 */
public final class ChannelRights {
    private final CurrentNamespaces namespaces;
    private final boolean insecure;
    private final boolean restrictRpc;

    /** The rights that {@code access} describes. */
    public ChannelRights(ClientAccess access) {
        this.namespaces = access.namespaces();
        this.insecure = access.insecure();
        this.restrictRpc = access.restrictRpc();
    }

    /** Why nobody can subscribe to {@code channel}, whatever it may. */
    public Optional<HubException> fault(ChannelName channel) {
        return channel.isWildcard() ? PatternRights.fault(namespaces.get(), channel) : faultOfChannel(channel);
    }

    private Optional<HubException> faultOfChannel(ChannelName channel) {
        Namespaces all = namespaces.get();
        Optional<Namespace> namespace = all.of(channel);
        if (namespace.isEmpty()) {
            return Optional.of(HubException.unknownChannel(all));
        }
        return badRequest(all.faultOf(channel, namespace.get()));
    }

    private static Optional<HubException> badRequest(String fault) {
        return fault.isEmpty() ? Optional.empty() : Optional.of(HubException.of(ErrorCode.BAD_REQUEST, fault));
    }

    /**
     * The options that hold for a subscription to {@code channel}, which has no fault. A pattern has no history and no
     * deltas.
     */
    public Namespace options(ChannelName channel) {
        Namespaces all = namespaces.get();
        return channel.isWildcard()
                ? PatternRights.options(all, channel)
                : all.of(channel).orElseGet(() -> Namespace.defaults(""));
    }

    /** Why {@code who} may not subscribe without a subscription token. */
    public Optional<HubException> refusalToSubscribe(ChannelName channel, Principal who) {
        if (channel.isWildcard()) {
            Namespaces all = namespaces.get();
            return fault(channel)
                    .or(() -> permission(who.rights().allow(Operation.SUBSCRIBE, channel)
                            || PatternRights.allow(all, channel, who.user())));
        }
        return faultOfChannel(channel)
                .or(() -> permission(maySubscribe(options(channel).access(), channel, who)));
    }

    /** Who subscribed to {@code pattern} by the rules of namespaces may go on by those of now. */
    public boolean mayKeepPattern(ChannelName pattern) {
        return insecure || PatternRights.allowAll(namespaces.get(), pattern);
    }

    /**
     * Why {@code who} may not publish {@code data}.
     *
     * @param grant what its token says of its subscription to the channel; null when it is not subscribed
     */
    public Optional<HubException> refusalToPublish(
            ChannelName channel, Principal who, @Nullable SubscriptionGrant grant, Payload data) {
        return faultOfChannel(channel)
                .or(() -> permission(allows(Operation.PUBLISH, channel, who, grant)
                        || mayPublish(options(channel).access(), who, grant != null)))
                .or(() -> badRequest(options(channel).naming().faultOf(data)));
    }

    /** Why nobody can publish {@code data} to {@code channel}, whatever it may. */
    public Optional<HubException> faultToPublish(ChannelName channel, Payload data) {
        return faultOfChannel(channel)
                .or(() -> badRequest(options(channel).naming().faultOf(data)));
    }

    /** The name of {@code channel} itself says who may subscribe without a token. */
    public boolean isDecidedByName(ChannelName channel) {
        return channel.isPrivate()
                || (!channel.isWildcard()
                        && channel.isUserLimited()
                        && options(channel).access().allowUserLimitedChannels());
    }

    /** Namespaces whose channels a subscription to {@code channel}, which may be a pattern, brings. */
    public List<Namespace> concerned(ChannelName channel) {
        return channel.isWildcard() ? PatternRights.concerned(namespaces.get(), channel) : List.of(options(channel));
    }

    /**
     * Why {@code who} may not read the history. To be subscribed is not enough for whom the token keeps from a part of
     * the publications.
     *
     * @param grant what its token says of its subscription to the channel; null when it is not subscribed
     */
    public Optional<HubException> refusalToReadHistory(
            ChannelName channel, Principal who, @Nullable SubscriptionGrant grant) {
        return faultOfChannel(channel).or(() -> {
            Namespace options = options(channel);
            boolean seesAll = grant != null && grant.filter() == null;
            return options.history().hasHistory()
                    ? permission(allows(Operation.HISTORY, channel, who, grant)
                            || mayReadHistory(options.access(), who, seesAll))
                    : Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE));
        });
    }

    /**
     * Why {@code who} may not know who is in the channel.
     *
     * @param grant what its token says of its subscription to the channel; null when it is not subscribed
     */
    public Optional<HubException> refusalToReadPresence(
            ChannelName channel, Principal who, @Nullable SubscriptionGrant grant) {
        if (channel.isWildcard()) {
            return Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE));
        }
        return faultOfChannel(channel).or(() -> {
            PresenceRules rules = options(channel).presence();
            return rules.presence()
                    ? permission(allows(Operation.PRESENCE, channel, who, grant)
                            || mayReadPresence(rules, who, grant != null))
                    : Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE));
        });
    }

    /** Why {@code who} may not call {@code method}. */
    public Optional<HubException> refusalToCall(String method, Principal who) {
        return permission(!restrictRpc || who.rights().allowCall(method));
    }

    private Optional<HubException> permission(boolean granted) {
        return granted || insecure ? Optional.empty() : Optional.of(HubException.of(ErrorCode.PERMISSION_DENIED));
    }

    /** By what its token says, of the connection or of the subscription. */
    private static boolean allows(
            Operation operation, ChannelName channel, Principal who, @Nullable SubscriptionGrant grant) {
        return who.rights().allow(operation, channel)
                || (grant != null && grant.allow().contains(operation));
    }

    private static boolean maySubscribe(AccessRules rules, ChannelName channel, Principal who) {
        if (channel.isPrivate()) {
            return false;
        }
        if (channel.isUserLimited() && rules.allowUserLimitedChannels()) {
            return channel.admits(who.user());
        }
        return who.rights().allow(Operation.SUBSCRIBE, channel)
                || (rules.allowSubscribeForClient() && (!who.isAnonymous() || rules.allowSubscribeForAnonymous()));
    }

    private static boolean mayPublish(AccessRules rules, Principal who, boolean subscribed) {
        boolean allowed = rules.allowPublishForClient() || (subscribed && rules.allowPublishForSubscriber());
        return allowed && (!who.isAnonymous() || rules.allowPublishForAnonymous());
    }

    private static boolean mayReadPresence(PresenceRules rules, Principal who, boolean subscribed) {
        boolean allowed = rules.allowPresenceForClient() || (subscribed && rules.allowPresenceForSubscriber());
        return allowed && (!who.isAnonymous() || rules.allowPresenceForAnonymous());
    }

    private static boolean mayReadHistory(AccessRules rules, Principal who, boolean subscribed) {
        boolean allowed = rules.allowHistoryForClient() || (subscribed && rules.allowHistoryForSubscriber());
        return allowed && (!who.isAnonymous() || rules.allowHistoryForAnonymous());
    }
}
