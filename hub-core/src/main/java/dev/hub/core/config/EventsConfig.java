package dev.hub.core.config;

import dev.hub.core.event.EventChannels;
import dev.hub.core.event.EventType;
import dev.hub.core.option.Range;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is told as an event beside what the namespaces say of their channels. Each option is explained in
 * {@code conf/hub.yaml}, section {@code events}.
 *
 * @param partitions channels that events are divided among, 1 to 64; the same on all instances
 * @param users what of users and their connections is told
 * @param webhooks addresses that events are posted to
 */
public record EventsConfig(
        @Range(min = "1", max = "64") int partitions, List<EventType> users, List<WebhookConfig> webhooks) {
    private static final Set<EventType> OF_USERS =
            EnumSet.of(EventType.CONNECTED, EventType.DISCONNECTED, EventType.ONLINE, EventType.OFFLINE);

    /** Copies the lists. */
    public EventsConfig {
        users = users.stream().distinct().toList();
        webhooks = List.copyOf(webhooks);
    }

    /** What holds unless configured otherwise. */
    public static EventsConfig defaults() {
        return new EventsConfig(1, List.of(), List.of());
    }

    /** The same with other events of users. */
    public EventsConfig withUsers(List<EventType> others) {
        return new EventsConfig(partitions, others, webhooks);
    }

    /** The same with other webhooks. */
    public EventsConfig withWebhooks(List<WebhookConfig> others) {
        return new EventsConfig(partitions, users, others);
    }

    /** The channels. */
    public EventChannels channels() {
        return new EventChannels(partitions);
    }

    void check(Rules rules) {
        rules.requireRanges("events", this);
        for (EventType type : users) {
            rules.require(
                    OF_USERS.contains(type),
                    "events.users",
                    type,
                    "must each be connected, disconnected, online or offline");
        }
        checkWebhooks(rules);
    }

    private void checkWebhooks(Rules rules) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            String key = "events.webhooks[" + i + "]";
            WebhookConfig webhook = webhooks.get(i);
            webhook.check(rules, key);
            rules.require(names.add(webhook.name()), key + ".name", webhook.name(), "must be given to one only");
        }
    }
}
