package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.config.EndpointConfig.SigningConfig;
import dev.hub.core.config.EndpointConfig.TlsConfig;
import dev.hub.core.event.EventType;
import dev.hub.core.option.Range;
import dev.hub.core.pattern.ChannelPattern;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One address that events are posted to. Each component is explained in {@code conf/hub.yaml}, section {@code events}.
 *
 * @param name names its durable consumer as well, {@code webhook.<name>}
 * @param url where events are posted to
 * @param types which events; empty for all
 * @param channels patterns of the channels whose events interest; empty for all events, those without a channel among them
 * @param batchSize events in one request at most, 1 to 1000
 * @param maxParallel requests at the same time, 1 to 100
 * @param maxDeliveries so often an event is sent at most; then it is a dead letter. 1 to 1000
 * @param maxRetained events that wait at most, 1 to 1000000; beyond, the oldest are lost
 * @param retryDelay before a request is repeated; twice as long each time, up to 5 minutes
 * @param timeout of one request, 100ms to 1m
 * @param authorization header of that name; empty for none
 */
public record WebhookConfig(
        String name,
        String url,
        List<EventType> types,
        List<String> channels,
        @Range(min = "1", max = "1000") int batchSize,
        @Range(min = "1", max = "100") int maxParallel,
        @Range(min = "1", max = "1000") int maxDeliveries,
        @Range(min = "1", max = "1000000") int maxRetained,
        @Range(min = "10ms", max = "5m") Duration retryDelay,
        @Range(min = "100ms", max = "1m") Duration timeout,
        Secret authorization,
        SigningConfig signing,
        TlsConfig tls) {
    private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{1,48}");

    /** Copies the lists. */
    public WebhookConfig {
        types = types.stream().distinct().toList();
        channels = List.copyOf(channels);
    }

    /** What holds unless configured otherwise; name and URL are missing. */
    public static WebhookConfig defaults() {
        return of("", "");
    }

    /** A webhook with every option but these at its default. */
    public static WebhookConfig of(String name, String url) {
        EndpointConfig standard = EndpointConfig.defaults();
        return new WebhookConfig(
                name,
                url,
                List.of(),
                List.of(),
                1,
                8,
                100,
                100_000,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Secret.NONE,
                standard.signing(),
                standard.tls());
    }

    /** The channels that interest, as patterns. */
    public List<ChannelPattern> patterns() {
        return channels.stream().map(ChannelPattern::new).toList();
    }

    void check(Rules rules, String key) {
        rules.requireRanges(key, this);
        rules.require(
                NAME.matcher(name).matches(), key + ".name", name, "must be 1 to 48 letters, digits or one of - _ .");
        String fault = EndpointConfig.faultOfUrl(url);
        rules.require(fault.isEmpty(), key + ".url", url, fault);
        for (String channel : channels) {
            String wrong = ChannelPattern.faultOf(channel);
            rules.require(wrong.isEmpty(), key + ".channels", channel, "must each be a pattern: " + wrong);
        }
        EndpointConfig.checkSigning(rules, key + ".signing.", signing);
        EndpointConfig.checkTls(rules, key + ".tls.", url, tls);
    }
}
