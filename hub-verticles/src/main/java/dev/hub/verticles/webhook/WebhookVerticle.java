package dev.hub.verticles.webhook;

import dev.hub.core.bus.HubBus;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.lease.Leases;
import dev.hub.core.valkey.Valkey;
import dev.hub.core.valkey.ValkeyAccess;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events to the webhooks. One per instance; of all instances one at a time has its turn for a webhook and an events
 * channel.
 *
 * <p>All state is touched on this verticle's event loop only.
 */
public final class WebhookVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookVerticle.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(50);

    /** How long the start of an instance waits for its webhooks' consumers. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final ValkeyAccess access;
    private final HubBus bus;
    private final List<WebhookConfig> webhooks;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final List<WebhookFeed> feeds = new ArrayList<>();
    private final List<WebhookReports> reports = new ArrayList<>();
    private final List<Poster> posters = new ArrayList<>();
    private @Nullable Valkey valkey;
    private boolean isStopping;

    /** Not deployed yet. */
    public WebhookVerticle(
            ValkeyAccess access,
            HubBus bus,
            List<WebhookConfig> webhooks,
            MeterRegistry registry,
            InstantSource clock) {
        this.access = access;
        this.bus = bus;
        this.webhooks = List.copyOf(webhooks);
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        Valkey connection = access.connect(vertx);
        valkey = connection;
        Leases leases = new Leases(connection);
        String owner = UUID.randomUUID().toString();
        for (WebhookConfig webhook : webhooks) {
            Poster poster = new Poster(vertx, webhook, clock);
            WebhookReports report = new WebhookReports(webhook.name(), registry);
            posters.add(poster);
            reports.add(report);
            for (ChannelName channel : bus.events().all()) {
                feeds.add(feed(webhook, channel, poster, report, leases, owner));
            }
        }
        connection.onReadiness(ready -> {
            if (ready) {
                feeds.forEach(WebhookFeed::tick);
            }
        });
        vertx.setPeriodic(TICK.toMillis(), tick -> feeds.forEach(WebhookFeed::tick));
        return Future.join(feeds.stream().map(this::exists).toList())
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .transform(made -> {
                    if (made.failed()) {
                        LOG.warn("Webhooks miss what happens before Valkey answers");
                    }
                    return Future.succeededFuture();
                });
    }

    /** What comes later in the start of this instance is to be told to the webhooks. */
    private Future<Boolean> exists(WebhookFeed feed) {
        return feed.exists()
                .recover(absent -> vertx.timer(AGAIN.toMillis(), TimeUnit.MILLISECONDS)
                        .compose(again -> isStopping ? Future.failedFuture(absent) : exists(feed)));
    }

    private WebhookFeed feed(
            WebhookConfig webhook,
            ChannelName channel,
            Poster poster,
            WebhookReports report,
            Leases leases,
            String owner) {
        ConsumerId consumer = new ConsumerId(channel, RemovedWebhooks.consumerOf(webhook.name()));
        String key = access.keys().deliverer(access.keys().channel(channel), consumer.name());
        WebhookFeed.Parts parts = new WebhookFeed.Parts(
                new Turn(leases, key, owner),
                new Source(bus, consumer, webhook.maxRetained()),
                poster,
                report,
                new Delays(webhook.retryDelay(), new SecureRandom()));
        return new WebhookFeed(vertx, webhook, parts);
    }

    @Override
    public Future<?> stop() {
        isStopping = true;
        return Future.join(feeds.stream().map(WebhookFeed::stop).toList())
                .eventually(() -> {
                    reports.forEach(WebhookReports::close);
                    return Future.join(posters.stream().map(Poster::close).toList());
                })
                .eventually(() -> valkey == null ? Future.succeededFuture() : valkey.close());
    }
}
