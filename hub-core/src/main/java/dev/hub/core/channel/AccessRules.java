package dev.hub.core.channel;

/**
 * What clients may do in the channels of a namespace without a token that says so. All false by default.
 *
 * @param allowSubscribeForClient a client with a user id may subscribe without a subscription token
 * @param allowSubscribeForAnonymous with the former: a client without user id may as well
 * @param allowPublishForClient a client with a user id may publish
 * @param allowPublishForSubscriber a client that is subscribed may publish
 * @param allowPublishForAnonymous with one of the former two: a client without user id may as well
 * @param allowHistoryForClient a client with a user id may read the history
 * @param allowHistoryForSubscriber a client that is subscribed may read the history
 * @param allowHistoryForAnonymous with one of the former two: a client without user id may as well
 * @param allowWildcardForClient a client with a user id may subscribe to patterns over the namespace's channels
 * @param allowConsumerForClient a client with a user id that may subscribe to a channel may also consume it durably
 * @param allowUserLimitedChannels {@code chat#42} admits user 42
 */
public record AccessRules(
        boolean allowSubscribeForClient,
        boolean allowSubscribeForAnonymous,
        boolean allowPublishForClient,
        boolean allowPublishForSubscriber,
        boolean allowPublishForAnonymous,
        boolean allowHistoryForClient,
        boolean allowHistoryForSubscriber,
        boolean allowHistoryForAnonymous,
        boolean allowWildcardForClient,
        boolean allowConsumerForClient,
        boolean allowUserLimitedChannels) {
    /** Nothing is allowed. */
    public static AccessRules none() {
        return new AccessRules(false, false, false, false, false, false, false, false, false, false, false);
    }
}
