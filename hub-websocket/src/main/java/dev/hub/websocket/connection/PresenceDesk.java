package dev.hub.websocket.connection;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.PresenceCommand;
import dev.hub.core.channel.PresenceRules;
import dev.hub.core.presence.PresenceGroup;
import dev.hub.websocket.access.ChannelRights;

/**
 * Tells the presence who of one event loop's clients is where. What it says is not answered: the presence brings it to all
 * instances, however long that takes.
 */
public final class PresenceDesk {
    private final HubBus bus;
    private final ChannelRights rights;
    private final boolean followsUsers;

    /**
     * The desk of one event loop.
     *
     * @param rights by which it is known who is in which channel, and told whom
     * @param followsUsers it is known which users are online
     */
    public PresenceDesk(HubBus bus, ChannelRights rights, boolean followsUsers) {
        this.bus = bus;
        this.rights = rights;
        this.followsUsers = followsUsers;
    }

    /** How the subscription stands to the others in its channel by the rules of this moment. */
    Attendance attendance(Session session, Subscription subscription) {
        PresenceRules rules = subscription
                .grant()
                .override()
                .apply(rights.options(subscription.channel()))
                .presence();
        boolean isTold = rules.joinLeave()
                && (rules.forcePushJoinLeave() || (subscription.asksForOthers() && mayKnow(session, subscription)));
        return new Attendance(rules.hasMembers(), rules.joinLeave(), isTold);
    }

    private boolean mayKnow(Session session, Subscription subscription) {
        return rights.refusalToReadPresence(subscription.channel(), session.principal(), subscription.grant())
                .isEmpty();
    }

    /** The client of {@code session} is in the subscription's channel, or something else is told of it there now. */
    void enters(Session session, Subscription subscription, boolean announced) {
        PresenceGroup group = new PresenceGroup.OfChannel(subscription.channel());
        tell(new PresenceCommand.Enter(group, session.info(subscription.info()), announced));
    }

    /**
     * It is no more.
     *
     * @param mayReturn it did not leave of its own accord
     */
    void leaves(Session session, Subscription subscription, boolean mayReturn) {
        tell(end(new PresenceGroup.OfChannel(subscription.channel()), session, mayReturn));
    }

    /** The connection is one of its user's, or something else is told of it now. Nothing happens for the anonymous. */
    void enters(Session session) {
        if (isFollowed(session)) {
            tell(new PresenceCommand.Enter(new PresenceGroup.OfUser(session.user()), session.info(null), true));
        }
    }

    /**
     * It is no more.
     *
     * @param mayReturn it was not closed for good
     */
    void leaves(Session session, boolean mayReturn) {
        if (isFollowed(session)) {
            tell(end(new PresenceGroup.OfUser(session.user()), session, mayReturn));
        }
    }

    private boolean isFollowed(Session session) {
        return followsUsers && !session.user().isEmpty();
    }

    private static PresenceCommand end(PresenceGroup group, Session session, boolean mayReturn) {
        return mayReturn
                ? new PresenceCommand.Away(group, session.client())
                : new PresenceCommand.Leave(group, session.client());
    }

    private void tell(PresenceCommand command) {
        bus.send(Addresses.PRESENCE, command);
    }
}
