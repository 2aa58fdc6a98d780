package dev.hub.websocket.connection;

import dev.hub.core.channel.ChannelName;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The subscriptions of one connection: a bare array, for most have one or few. */
final class Subscriptions {
    private static final Subscription[] NONE = new Subscription[0];

    private Subscription[] entries = NONE;

    int size() {
        return entries.length;
    }

    @Nullable
    Subscription find(ChannelName channel) {
        for (Subscription each : entries) {
            if (each.channel().equals(channel)) {
                return each;
            }
        }
        return null;
    }

    void add(Subscription subscription) {
        entries = Arrays.copyOf(entries, entries.length + 1);
        entries[entries.length - 1] = subscription;
    }

    void remove(Subscription subscription) {
        int at = Arrays.asList(entries).indexOf(subscription);
        if (at >= 0) {
            Subscription last = entries[entries.length - 1];
            entries[at] = last;
            entries = entries.length == 1 ? NONE : Arrays.copyOf(entries, entries.length - 1);
        }
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
