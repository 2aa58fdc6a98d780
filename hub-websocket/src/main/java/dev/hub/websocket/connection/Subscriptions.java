package dev.hub.websocket.connection;

import dev.hub.core.auth.SubscriptionGrant;
import dev.hub.core.auth.TokenStamp;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.channel.StreamPosition;
import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Push;
import dev.hub.core.protocol.UnsubscribeCode;
import dev.hub.websocket.delivery.CatchUp;
import dev.hub.websocket.delivery.DeliveryTable;
import dev.hub.websocket.delivery.Form;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of one connection, made or about to be made, and what becomes of them: a bare array, for most have one
 * or few.
 */
public final class Subscriptions {
    private static final Subscription[] NONE = new Subscription[0];

    /** So many subscriptions of one slow socket catch up at the same time. */
    private static final int MAX_PAGES = 4;

    private final ClientConnection connection;
    private Subscription[] entries = NONE;

    Subscriptions(ClientConnection connection) {
        this.connection = connection;
    }

    private DeliveryTable table() {
        return connection.scope().table;
    }

    /** How many more there may be. */
    public int free() {
        return connection.scope().limits.maxChannels() - entries.length;
    }

    /** The subscription to {@code channel}, if there is one. */
    public @Nullable Subscription find(ChannelName channel) {
        for (Subscription each : entries) {
            if (each.channel().equals(channel)) {
                return each;
            }
        }
        return null;
    }

    // ---- the beginning

    /**
     * Takes a place in the channel; publications come from {@link #join} on, or after {@link #recover}. A failure leaves
     * nothing behind.
     *
     * @param serverSide the client did not ask for it with a command of its own
     */
    public Future<Subscription> take(ChannelName channel, Form form, boolean serverSide) {
        if (connection.isClosed()) {
            return Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
        }
        Subscription subscription = new Subscription(table().channel(channel), connection.outbound(), form, serverSide);
        entries = Arrays.copyOf(entries, entries.length + 1);
        entries[entries.length - 1] = subscription;
        return table().attach(subscription).map(subscription).onFailure(refused -> end(subscription));
    }

    /** Where the stream of the subscription's channel is now; null in a channel without history. */
    public @Nullable StreamPosition position(Subscription subscription) {
        return table().position(subscription);
    }

    /**
     * Finds out what was published after {@code since}, or the latest publication; the subscription joins by
     * {@link CatchUp#goOn}. A failure ends the subscription.
     */
    public Future<CatchUp> recover(Subscription subscription, StreamPosition since, boolean latestOnly) {
        if (subscription.hasLeft()) {
            return Future.failedFuture(HubException.of(ErrorCode.INTERNAL));
        }
        Future<CatchUp> told = latestOnly
                ? table().recoverLatest(subscription, since)
                : table().recover(subscription, since, connection.scope().limits.maxRecovered());
        return told.onFailure(away -> end(subscription));
    }

    /** The subscription lasts until {@code expireAt}, in seconds since 1970; 0 for ever. */
    public void grant(Subscription subscription, SubscriptionGrant grant, long expireAt) {
        grant(subscription, grant, expireAt, subscription.stamp());
    }

    /**
     * The same by a token.
     *
     * @param stamp of the token that admits to it
     */
    public void grant(Subscription subscription, SubscriptionGrant grant, long expireAt, TokenStamp stamp) {
        boolean isOther = !Objects.equals(grant.info(), subscription.info());
        subscription.grant(grant, expireAt, stamp);
        settle(subscription, isOther);
        connection.reschedule();
    }

    /** What its token lets the client do in {@code channel} while it is subscribed; null when it is not. */
    public @Nullable SubscriptionGrant grant(ChannelName channel) {
        Subscription subscription = find(channel);
        return subscription == null ? null : subscription.grant();
    }

    /**
     * From now on the client gets the channel's publications, as long as the subscription lasts.
     *
     * @param positioned the client was told a position
     */
    public void join(Subscription subscription, boolean positioned) {
        table().join(subscription, positioned);
        connection.reschedule();
    }

    /**
     * The client knows of the subscription: others are told of it, and it is told of others.
     *
     * @param asks the client wants to be told who joins and leaves
     */
    public void attend(Subscription subscription, boolean asks) {
        if (!subscription.hasLeft()) {
            subscription.told(asks);
            settle(subscription, false);
        }
    }

    /** Other rules may hold for the subscription's place among the others. */
    void rulesChanged(Subscription subscription) {
        settle(subscription, false);
    }

    /** The client may have other rights, and others may have to be told something else of it. */
    void settleAll(boolean isOther) {
        all().forEach(each -> settle(each, isOther));
    }

    /**
     * Gives the subscription the place among the others that it has by the rules of now.
     *
     * @param isOther what others are told of the client has changed
     */
    private void settle(Subscription subscription, boolean isOther) {
        Session session = connection.sessionOrNull();
        if (session == null || !subscription.attends() || subscription.hasLeft()) {
            return;
        }
        PresenceDesk presence = connection.scope().presence();
        Attendance due = presence.attendance(session, subscription);
        boolean hasChanged = subscription.attend(due);
        if (due.enters() && (hasChanged || isOther)) {
            presence.enters(session, subscription, due.announced());
        } else if (hasChanged) {
            presence.leaves(session, subscription, false);
        }
    }

    // ---- a socket that does not keep up

    /** A few of those that wait for the socket go on; their answers wake the others. */
    void drained() {
        List<CatchUp> catchUps =
                all().stream().map(table()::catchUp).filter(Objects::nonNull).toList();
        long asking = catchUps.stream().filter(CatchUp::isAsking).count();
        catchUps.stream()
                .filter(CatchUp::isWaiting)
                .limit(Math.max(0, MAX_PAGES - asking))
                .toList()
                .forEach(CatchUp::drained);
    }

    /** What waits for the socket is taken back as far as the rules of the channels allow. */
    void relieve() {
        Set<Object> sources = connection.outbound().sources();
        all().stream().filter(each -> each.isAmong(sources)).forEach(table()::relieve);
    }

    // ---- the end

    /** Ends a subscription without telling the client, for good. May be called again. */
    public void end(Subscription subscription) {
        end(subscription, false);
    }

    private void end(Subscription subscription, boolean mayReturn) {
        Session session = connection.sessionOrNull();
        if (session != null && subscription.isMember() && !subscription.hasLeft()) {
            connection.scope().presence().leaves(session, subscription, mayReturn);
        }
        table().leave(subscription);
        int at = Arrays.asList(entries).indexOf(subscription);
        if (at >= 0) {
            Subscription last = entries[entries.length - 1];
            entries[at] = last;
            entries = entries.length == 1 ? NONE : Arrays.copyOf(entries, entries.length - 1);
        }
    }

    private void end(Subscription subscription, UnsubscribeCode why) {
        end(subscription, why.code(), why.reason());
    }

    private void end(Subscription subscription, int code, String reason) {
        end(subscription, UnsubscribeCode.invitesReturn(code));
        connection.push(new Push.Unsubscribe(subscription.channel().value(), code, reason));
    }

    /** Ends the subscription to {@code channel} and tells the client; false when there is none. */
    public boolean unsubscribe(ChannelName channel, int code, String reason) {
        Subscription subscription = find(channel);
        if (subscription == null) {
            return false;
        }
        end(subscription, code, reason);
        return true;
    }

    /** Ends those that a token admitted to which is good no longer. */
    public void endRevoked(Predicate<TokenStamp> isRevoked) {
        for (Subscription each : all()) {
            if (isRevoked.test(each.stamp())) {
                end(each, UnsubscribeCode.SERVER);
            }
        }
    }

    /** How many there are. */
    public int count() {
        return entries.length;
    }

    /** The names of some channels, {@code limit} at most. */
    public List<String> names(int limit) {
        return all().stream().limit(limit).map(each -> each.channel().value()).toList();
    }

    /** Publications were lost that the stream cannot give back; the client has to subscribe or connect again. */
    void lost(Subscription subscription) {
        if (connection.isClosed()) {
            return;
        }
        if (subscription.isServerSide()) {
            connection.close(CloseCode.INSUFFICIENT_STATE);
        } else {
            end(subscription, UnsubscribeCode.INSUFFICIENT_STATE);
        }
    }

    /** Ends those that should have been refreshed by now. */
    void endExpired() {
        for (Subscription each : all()) {
            if (connection.scope().isPastGrace(each.expireAt())) {
                expire(each);
            }
        }
    }

    /** Its time is over, and the client is told. */
    public void expire(Subscription subscription) {
        end(subscription, UnsubscribeCode.EXPIRED);
    }

    /**
     * Ends all.
     *
     * @param mayReturn the client is likely to subscribe again soon
     */
    void endAll(boolean mayReturn) {
        all().forEach(each -> end(each, mayReturn));
    }

    /** As they are now; later changes do not show. */
    List<Subscription> all() {
        return List.of(entries);
    }

    /** The earliest time at which one must be refreshed, in seconds since 1970; 0 when none must. */
    long earliestExpiry() {
        long earliest = 0;
        for (Subscription each : entries) {
            long at = each.expireAt();
            if (at > 0 && (earliest == 0 || at < earliest)) {
                earliest = at;
            }
        }
        return earliest;
    }
}
