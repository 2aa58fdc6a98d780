package dev.hub.verticles.webhook;

import static dev.hub.verticles.Instance.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.ConsumerCommand.Create;
import dev.hub.core.bus.ConsumerCommand.Created;
import dev.hub.core.bus.ConsumerCommand.Entry;
import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.consumer.ConsumerId;
import dev.hub.core.consumer.ConsumerSettings;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.SharedServers;
import dev.hub.verticles.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever takes a webhook out of the configuration learns that its consumer stays. */
@ExtendWith(SharedServers.Provider.class)
class RemovedWebhooksIT {
    private static final ChannelName EVENTS = new ChannelName("events:0");

    @Test
    void areThoseWithAConsumerThatNobodyConfigured(SharedServers servers) {
        try (Instance hub = Instance.start("first", servers.on(Engine.REDIS62).url(), servers.prefix())) {
            hub.awaitReady();
            for (String name : List.of("webhook.app", "webhook.old", "audit")) {
                Create create = new Create(new ConsumerId(EVENTS, name), ConsumerSettings.DEFAULTS);
                get(hub.bus().request(Addresses.CONSUMER, create, Created.class));
            }
            WebhookConfig app = WebhookConfig.of("app", "https://app.example.com/events");

            List<Entry> removed = get(new RemovedWebhooks(hub.bus(), List.of(app)).find());

            assertThat(removed).extracting(Entry::consumer).containsExactly(new ConsumerId(EVENTS, "webhook.old"));
        }
    }
}
