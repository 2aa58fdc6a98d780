package dev.hub.core.config;

import dev.hub.core.auth.key.RemoteKeySettings;
import dev.hub.core.option.Durations;
import dev.hub.core.option.Range;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer publishes its keys. Each component is explained in {@code conf/hub.yaml}, section {@code auth.jwks}.
 */
public record JwksConfig(
        String url,
        @Range(min = "1s", max = "24h") Duration cacheTime,
        @Range(min = "100ms", max = "10m") Duration retryInterval,
        @Range(min = "1m", max = "720h") Duration outageTolerance,
        @Range(min = "100ms", max = "1m") Duration timeout,
        @Nullable Path caFile) {
    /** What holds unless configured otherwise. */
    public static JwksConfig defaults() {
        return new JwksConfig(
                "", Duration.ofMinutes(10), Duration.ofSeconds(10), Duration.ofHours(24), Duration.ofSeconds(3), null);
    }

    /** Keys are to be fetched. */
    public boolean isEnabled() {
        return !url.isEmpty();
    }

    /** When they are fetched. */
    public RemoteKeySettings settings() {
        return new RemoteKeySettings(cacheTime, retryInterval, outageTolerance);
    }

    void check(Rules rules, String prefix) {
        rules.requireRanges(prefix.substring(0, prefix.length() - 1), this);
        rules.require(url.isEmpty() || isHttp(url), prefix + "url", url, "must be https://... or http://...");
        rules.require(
                outageTolerance.compareTo(cacheTime) >= 0,
                prefix + "outage-tolerance",
                outageTolerance,
                "must not be shorter than cache-time (" + Durations.format(cacheTime) + ")",
                prefix + "cache-time");
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = new URI(url);
            return uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException broken) {
            return false;
        }
    }
}
