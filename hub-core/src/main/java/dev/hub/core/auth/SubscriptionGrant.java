package dev.hub.core.auth;

import dev.hub.core.auth.capability.Operation;
import dev.hub.core.channel.Payload;
import dev.hub.core.filter.TagsFilter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of one subscription beyond that it may be.
 *
 * @param info what others are told of the user in this channel, if anything
 * @param data what the client is told when it is subscribed, if anything
 * @param override options that are others than the namespace's
 * @param filter only publications whose tags match go to the client, whatever it asks for; null for all
 * @param allow what the client may do in this channel while it is subscribed
 */
public record SubscriptionGrant(
        @Nullable Payload info,
        @Nullable Payload data,
        Overrides override,
        @Nullable TagsFilter filter,
        Set<Operation> allow) {
    /** Nothing. */
    public static final SubscriptionGrant NONE = new SubscriptionGrant(null, null, Overrides.NONE, null, Set.of());

    /** Copies {@code allow}. */
    public SubscriptionGrant {
        allow = Set.copyOf(allow);
    }

    /** The same, where others are told {@code other}; null changes nothing. */
    public SubscriptionGrant withInfo(@Nullable Payload other) {
        return other == null ? this : new SubscriptionGrant(other, data, override, filter, allow);
    }

    /** The same, with all publications. */
    public SubscriptionGrant withoutFilter() {
        return filter == null ? this : new SubscriptionGrant(info, data, override, null, allow);
    }

    /** Others are told {@code info}; nothing else. */
    public static SubscriptionGrant of(@Nullable Payload info) {
        return info == null ? NONE : new SubscriptionGrant(info, null, Overrides.NONE, null, Set.of());
    }
}
