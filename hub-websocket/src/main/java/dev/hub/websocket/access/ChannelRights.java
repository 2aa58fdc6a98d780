package dev.hub.websocket.access;

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
import java.util.function.Predicate;

/** Decides what a user may do in a channel without a subscription token. Empty answers mean that it may. */
public final class ChannelRights {
    private final CurrentNamespaces namespaces;
    private final boolean insecure;

    /** The rights that {@code access} describes. */
    public ChannelRights(ClientAccess access) {
        this.namespaces = access.namespaces();
        this.insecure = access.insecure();
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

    /** Why {@code user}, empty if anonymous, may not subscribe. */
    public Optional<HubException> refusalToSubscribe(ChannelName channel, String user) {
        if (channel.isWildcard()) {
            Namespaces all = namespaces.get();
            return fault(channel).or(() -> permission(insecure || PatternRights.allow(all, channel, user)));
        }
        return refusal(channel, rules -> maySubscribe(rules, channel, user));
    }

    /** Who subscribed to {@code pattern} by the rules of namespaces may go on by those of now. */
    public boolean mayKeepPattern(ChannelName pattern) {
        return insecure || PatternRights.allowAll(namespaces.get(), pattern);
    }

    /** Why {@code user}, empty if anonymous, may not publish {@code data}. */
    public Optional<HubException> refusalToPublish(ChannelName channel, String user, boolean subscribed, Payload data) {
        return refusal(channel, rules -> mayPublish(rules, user, subscribed))
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

    /** Why {@code user}, empty if anonymous, may not read the history. */
    public Optional<HubException> refusalToReadHistory(ChannelName channel, String user, boolean subscribed) {
        return faultOfChannel(channel)
                .or(() -> options(channel).history().hasHistory()
                        ? refusal(channel, rules -> mayReadHistory(rules, user, subscribed))
                        : Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE)));
    }

    /** Why {@code user}, empty if anonymous, may not know who is in the channel. */
    public Optional<HubException> refusalToReadPresence(ChannelName channel, String user, boolean subscribed) {
        if (channel.isWildcard()) {
            return Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE));
        }
        return faultOfChannel(channel).or(() -> {
            PresenceRules rules = options(channel).presence();
            return rules.presence()
                    ? permission(insecure || mayReadPresence(rules, user, subscribed))
                    : Optional.of(HubException.of(ErrorCode.NOT_AVAILABLE));
        });
    }

    private Optional<HubException> refusal(ChannelName channel, Predicate<AccessRules> rule) {
        return faultOfChannel(channel)
                .or(() -> permission(insecure || rule.test(options(channel).access())));
    }

    private static Optional<HubException> permission(boolean granted) {
        return granted ? Optional.empty() : Optional.of(HubException.of(ErrorCode.PERMISSION_DENIED));
    }

    private static boolean maySubscribe(AccessRules rules, ChannelName channel, String user) {
        if (channel.isPrivate()) {
            return false;
        }
        if (channel.isUserLimited() && rules.allowUserLimitedChannels()) {
            return channel.admits(user);
        }
        return rules.allowSubscribeForClient() && (!user.isEmpty() || rules.allowSubscribeForAnonymous());
    }

    private static boolean mayPublish(AccessRules rules, String user, boolean subscribed) {
        boolean allowed = rules.allowPublishForClient() || (subscribed && rules.allowPublishForSubscriber());
        return allowed && (!user.isEmpty() || rules.allowPublishForAnonymous());
    }

    private static boolean mayReadPresence(PresenceRules rules, String user, boolean subscribed) {
        boolean allowed = rules.allowPresenceForClient() || (subscribed && rules.allowPresenceForSubscriber());
        return allowed && (!user.isEmpty() || rules.allowPresenceForAnonymous());
    }

    private static boolean mayReadHistory(AccessRules rules, String user, boolean subscribed) {
        boolean allowed = rules.allowHistoryForClient() || (subscribed && rules.allowHistoryForSubscriber());
        return allowed && (!user.isEmpty() || rules.allowHistoryForAnonymous());
    }
}
