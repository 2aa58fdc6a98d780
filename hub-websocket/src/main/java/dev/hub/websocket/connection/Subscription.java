package dev.hub.websocket.connection;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.auth.capability.Operation;
import dev.hub.core.channel.Payload;
import dev.hub.websocket.delivery.Form;
import dev.hub.websocket.delivery.LocalChannel;
import dev.hub.websocket.delivery.Subscriber;
import dev.hub.websocket.outbound.OutboundQueue;
import org.jspecify.annotations.Nullable;

/** A connection's subscription to one channel. There may be very many: every field counts. */
public final class Subscription extends Subscriber {
    private static final long LAST_SECOND = 0xffff_ffffL;

    private final boolean serverSide;
    private boolean byToken;
    /** The client wants to be told who joins and leaves. */
    private boolean asksForOthers;
    /** The client was told of it. */
    private boolean attends;
    /** The presence was told of it. */
    private boolean member;
    /** With the former: others are told. */
    private boolean announced;

    private TokenStamp stamp = TokenStamp.NONE;
    private SubscriptionGrant grant = SubscriptionGrant.NONE;
    /** Seconds since 1970 as an unsigned number. */
    private int expireAt;

    Subscription(LocalChannel channel, OutboundQueue queue, Form form, boolean serverSide) {
        super(channel, queue, form);
        this.serverSide = serverSide;
    }

    /** The hub made it by itself, and the client cannot end it. */
    public boolean isServerSide() {
        return serverSide;
    }

    /** What the subscription token said of the user, if anything. */
    public @Nullable Payload info() {
        return grant.info();
    }

    /** What its token said of it. */
    public SubscriptionGrant grant() {
        return grant;
    }

    /** When the subscription must be refreshed, in seconds since 1970; 0 for never. */
    public long expireAt() {
        return Integer.toUnsignedLong(expireAt);
    }

    /** By which token it was granted. */
    TokenStamp stamp() {
        return stamp;
    }

    /** A token, or whoever may do everything, allows it, whatever the rules say. A time after 2106 counts as 2106. */
    void grant(SubscriptionGrant given, long grantedUntil, TokenStamp by) {
        stamp = by;
        byToken = true;
        grant = given;
        expireAt = (int) Math.min(grantedUntil, LAST_SECOND);
    }

    /** The client knows of it, and wants to be told who joins and leaves if it {@code asks}. */
    void told(boolean asks) {
        attends = true;
        asksForOthers = asks;
    }

    /** The client knows of it. */
    boolean attends() {
        return attends;
    }

    /** The client wants to be told who joins and leaves. */
    boolean asksForOthers() {
        return asksForOthers;
    }

    /** It takes its place among the others in the channel; tells whether the presence has to know. */
    boolean attend(Attendance attendance) {
        boolean isOther = member != attendance.enters() || (member && announced != attendance.announced());
        member = attendance.enters();
        announced = attendance.announced();
        watch(attendance.watches());
        return isOther;
    }

    /** It is a member of the channel. */
    boolean isMember() {
        return member;
    }

    @Override
    protected boolean isGranted() {
        return serverSide || byToken || isByCapability();
    }

    private boolean isByCapability() {
        Session session = ((ClientConnection) owner()).sessionOrNull();
        return session != null && session.principal().rights().allow(Operation.SUBSCRIBE, channel());
    }

    @Override
    protected void rulesChanged() {
        ((ClientConnection) owner()).subscriptions().rulesChanged(this);
    }

    @Override
    protected void lost() {
        ((ClientConnection) owner()).subscriptions().lost(this);
    }
}
