package dev.hub.verticles.presence;

import dev.hub.core.bus.Addresses;
import dev.hub.core.bus.HubBus;
import dev.hub.core.bus.Load;
import dev.hub.core.metrics.HubMetrics;
import dev.hub.core.metrics.MeterGroup;
import dev.hub.core.metrics.Tally;
import io.micrometer.core.instrument.MeterRegistry;

/** What the presence of this instance tells of itself. */
final class PresenceReports {
    private static final String SOURCE = "presence";

    private final HubBus bus;
    private final MeterGroup meters;
    private final Tally members = new Tally();
    private final Tally groups = new Tally();
    private final Tally changes = new Tally();
    private final Tally swept = new Tally();
    private int users = -1;

    PresenceReports(HubBus bus, MeterRegistry registry) {
        this.bus = bus;
        this.meters = new MeterGroup(registry, "verticle", SOURCE);
        meters.gauge(HubMetrics.PRESENCE_MEMBERS, members);
        meters.gauge(HubMetrics.PRESENCE_GROUPS, groups);
        meters.counter(HubMetrics.PRESENCE_CHANGES, changes);
        meters.counter(HubMetrics.PRESENCE_SWEPT, swept);
    }

    void report(LocalGroups local, Sweeper sweeper) {
        set(members, local.members());
        set(groups, local.size());
        set(changes, local.sentChanges());
        set(swept, sweeper.sweptGroups());
        if (local.users() != users) {
            users = local.users();
            bus.send(Addresses.LOAD, Load.ofUsers(SOURCE, users));
        }
    }

    private static void set(Tally tally, long value) {
        tally.add(value - tally.value());
    }

    void close() {
        meters.close();
    }
}
