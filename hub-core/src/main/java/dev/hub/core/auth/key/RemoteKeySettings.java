package dev.hub.core.auth.key;

import java.time.Duration;

/**
 * When a published key set is fetched.
 *
 * @param cacheTime after so long it is fetched anew; until that has succeeded, the set at hand serves
 * @param retryInterval no two fetches begin closer together, whatever tokens come
 * @param outageTolerance a set that could not be renewed for so long is not believed any more
 */
public record RemoteKeySettings(Duration cacheTime, Duration retryInterval, Duration outageTolerance) {}
