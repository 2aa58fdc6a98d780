package dev.hub.verticles.channel;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.Health;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.Load;
import dev.hub.core.valkey.Valkey;

/** What a shard tells the rest of its instance about itself, whenever it changes. */
final class ShardReports {
    private final String source;
    private final HubBus bus;
    private int reportedChannels = -1;

    ShardReports(String source, HubBus bus) {
        this.source = source;
        this.bus = bus;
    }

    void load(int channels) {
        if (channels != reportedChannels) {
            reportedChannels = channels;
            bus.send(Addresses.LOAD, new Load(source, 0, channels));
        }
    }

    void watch(Valkey valkey) {
        health(valkey.isReady());
        valkey.onReadiness(this::health);
    }

    private void health(boolean ready) {
        bus.send(
                Addresses.HEALTH, new Health(source, ready, ready ? "Valkey is connected" : "no connection to Valkey"));
    }
}
