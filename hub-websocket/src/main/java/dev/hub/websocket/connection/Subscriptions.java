package dev.hub.websocket.connection;

import dev.hub.core.channel.ChannelName;
import dev.hub.websocket.delivery.DeliveryTable;
import dev.hub.websocket.delivery.Form;
import dev.hub.websocket.outbound.OutboundQueue;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection, made or about to be made: a bare array, for most have one or few. */
public final class Subscriptions {
    private static final Subscription[] NONE = new Subscription[0];

    private final LoopScope scope;
    private Subscription[] entries = NONE;

    Subscriptions(LoopScope scope) {
        this.scope = scope;
    }

    /** How many more there may be. */
    public int free() {
        return scope.limits.maxChannels() - entries.length;
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

    /** Takes a place in the channel, without its publications yet. A failure leaves nothing behind. */
    Future<Subscription> take(ChannelName channel, OutboundQueue outbound, Form form, boolean serverSide) {
        DeliveryTable table = scope.table;
        Subscription subscription = new Subscription(table.channel(channel), outbound, form, serverSide);
        entries = Arrays.copyOf(entries, entries.length + 1);
        entries[entries.length - 1] = subscription;
        return table.attach(subscription).map(subscription).onFailure(refused -> end(subscription));
    }

    /** Ends a subscription without telling the client. May be called again. */
    public void end(Subscription subscription) {
        scope.table.leave(subscription);
        int at = Arrays.asList(entries).indexOf(subscription);
        if (at >= 0) {
            Subscription last = entries[entries.length - 1];
            entries[at] = last;
            entries = entries.length == 1 ? NONE : Arrays.copyOf(entries, entries.length - 1);
        }
    }

    void endAll() {
        all().forEach(this::end);
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
