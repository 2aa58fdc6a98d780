package dev.hub.verticles.launch;

import dev.hub.core.channel.ChannelName;
import dev.hub.core.config.EventsConfig;
import dev.hub.core.config.WebhookConfig;
import dev.hub.verticles.webhook.RemovedWebhooks;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks after the webhooks of a running hub, by the HTTP API. */
@Command(
        name = "webhook",
        description = "See how the webhooks that events are posted to are doing.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hub webhook list", "  hub webhook list --json"})
final class WebhookCommands implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private WebhookCommands() {}

    /** The commands, ready to be put under another one. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new WebhookCommands()).addSubcommand(new ListThem(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: list");
    }

    /** {@code hub webhook list}. */
    @Command(
            name = "list",
            description = {
                "List the webhooks with the events that wait for each (LAG), are being posted, and were never taken (DEAD).",
                "Whether one is configured, and how many events channels there are, is told by the configuration here."
            })
    static final class ListThem extends RemoteCall {
        private static final String CONFIGURED = "configured";

        ListThem(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        public Integer call() {
            EventsConfig events = config().events();
            JsonArray all = new JsonArray();
            TextTable table = new TextTable("NAME", "CHANNEL", "CONFIGURED", "LAG", "POSTING", "DEAD", "LOST");
            for (ChannelName channel : events.channels().all()) {
                rows(channel, events, all);
            }
            for (int i = 0; i < all.size(); i++) {
                JsonObject row = all.getJsonObject(i);
                table.add(
                        row.getString("name", ""),
                        row.getString("channel", ""),
                        row.getBoolean(CONFIGURED, false) ? "yes" : "no",
                        row.getValue("lag", ""),
                        row.getValue("in_flight", ""),
                        row.getValue("dead", ""),
                        row.getValue("lost", ""));
            }
            return finish(new JsonObject().put("webhooks", all), table);
        }

        /** Those with a consumer as the hub lists them, and behind them those that are configured and have none. */
        private void rows(ChannelName channel, EventsConfig events, JsonArray all) {
            Set<String> configured =
                    events.webhooks().stream().map(WebhookConfig::name).collect(Collectors.toCollection(TreeSet::new));
            Set<String> missing = new TreeSet<>(configured);
            JsonArray consumers = ask("consumer_list", new JsonObject().put("channel", channel.value()))
                    .getJsonArray("consumers", new JsonArray());
            for (int i = 0; i < consumers.size(); i++) {
                JsonObject consumer = consumers.getJsonObject(i);
                String name = RemovedWebhooks.webhookOf(consumer.getString("consumer", ""));
                if (!name.isEmpty()) {
                    missing.remove(name);
                    all.add(row(name, channel, configured.contains(name)).mergeIn(consumer));
                }
            }
            missing.forEach(name -> all.add(row(name, channel, true)));
        }

        private static JsonObject row(String name, ChannelName channel, boolean isConfigured) {
            return new JsonObject()
                    .put("name", name)
                    .put("channel", channel.value())
                    .put(CONFIGURED, isConfigured);
        }
    }
}
