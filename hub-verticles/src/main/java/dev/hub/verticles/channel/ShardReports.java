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
    private boolean isConnected;
    private int deafChannels;

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
        connected(valkey.isReady());
        valkey.onReadiness(this::connected);
    }

    private void connected(boolean ready) {
        isConnected = ready;
        health();
    }

    /** So many channels receive nothing at the moment. */
    void deafChannels(int count) {
        deafChannels = count;
        health();
    }

    private void health() {
        bus.send(Addresses.HEALTH, new Health(source, isConnected && deafChannels == 0, detail()));
    }

    private String detail() {
        if (!isConnected) {
            return "no connection to Valkey";
        }
        return deafChannels == 0 ? "Valkey is connected" : deafChannels + " channels wait to be subscribed again";
    }
}
