package dev.hub.verticles.webhook;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand.Entry;
import dev.hub.core.bus.ConsumerCommand.ListAll;
import dev.hub.core.bus.ConsumerCommand.Listing;
import dev.hub.core.bus.HubBus;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.consumer.ConsumerId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Webhooks that are not configured any more and whose consumers still keep events, which nobody posts. */
public final class RemovedWebhooks {
    private static final String PREFIX = "webhook.";
    private static final Logger LOG = LoggerFactory.getLogger(RemovedWebhooks.class);

    private final HubBus bus;
    private final Set<String> configured;

    /** Those beside {@code webhooks}. */
    public RemovedWebhooks(HubBus bus, List<WebhookConfig> webhooks) {
        this.bus = bus;
        this.configured = webhooks.stream().map(WebhookConfig::name).collect(Collectors.toSet());
    }

    /** The name of the consumer of a webhook. */
    static String consumerOf(String webhook) {
        return PREFIX + webhook;
    }

    /** The webhook whose consumer has this name; empty when it is not a webhook's. */
    public static String webhookOf(String consumer) {
        return consumer.startsWith(PREFIX) ? consumer.substring(PREFIX.length()) : "";
    }

    /** Tells the log of each. */
    public void warn() {
        find().onSuccess(all -> all.forEach(RemovedWebhooks::warn))
                .onFailure(cause -> LOG.debug("Consumers of webhooks are not known: {}", cause.getMessage()));
    }

    private static void warn(Entry removed) {
        String channel = removed.consumer().channel().value();
        String consumer = removed.consumer().name();
        LOG.warn(
                "Webhook {} is not configured, but its consumer keeps events of {} ({} wait); if it is not coming back:"
                        + " hub consumer delete {} {}",
                webhookOf(consumer),
                channel,
                removed.info().lag(),
                channel,
                consumer);
    }

    /** Their consumers. */
    Future<List<Entry>> find() {
        List<Future<Listing>> asked = bus.events().all().stream()
                .map(channel -> bus.request(Addresses.CONSUMER, new ListAll(channel), Listing.class))
                .toList();
        return Future.all(asked)
                .map(done -> asked.stream()
                        .flatMap(each -> each.result().entries().stream())
                        .filter(each -> isRemoved(each.consumer()))
                        .toList());
    }

    private boolean isRemoved(ConsumerId consumer) {
        String webhook = webhookOf(consumer.name());
        return !webhook.isEmpty() && !configured.contains(webhook);
    }
}
