package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hub.verticles.launch.EventLedger.Span;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Three hubs in processes of their own, while clients come and go: one is killed, one paused, one cut off from Valkey, then
 * each is stopped and started. At the end presence and events are what is.
 */
class PresenceFleetIT {
    private static final String CONFIGURATION = """
        channels:
          namespaces:
            - name: pr
              allow-subscribe-for-client: true
              presence: true
              channel-events: [occupied, vacated, first_join, last_leave, subscribed, unsubscribed]
            - name: gr
              allow-subscribe-for-client: true
              presence: true
              presence-grace: 2s
              channel-events: [occupied, vacated, first_join, last_leave, subscribed, unsubscribed]
        events:
          users: [online, offline, connected, disconnected]
        """;
    private static final Duration BOUND = Duration.ofSeconds(10);

    /** Who cleans up after a stopped hub may be stopped itself; another goes on after 10 s. */
    private static final Duration BOUND_OF_REST = BOUND.multipliedBy(2);

    private static final long SEED = Long.getLong("fleet.seed", 20240731);

    private final Map<String, Long> measured = new LinkedHashMap<>();

    @Test
    void atTheEndPresenceAndEventsAreWhatIs() {
        try (Fleet fleet = Fleet.start(CONFIGURATION)) {
            FleetCrowd crowd = new FleetCrowd(fleet, SEED);
            crowd.fill(16);
            settles("all are there at first", crowd, 1);
            Set<String> first = expectedSubscriptions(crowd);
            measured.putAll(new FleetOrders(fleet.hubs()).measure());

            killOneAndPauseAnother(fleet, crowd);
            cutOneOff(fleet, crowd);
            for (int at = 0; at < Fleet.SIZE; at++) {
                restart(fleet, crowd, at);
            }

            for (int at = 0; at < Fleet.SIZE; at++) {
                settles("all is at rest, by hub " + at, crowd, at);
            }
            EventLedger ledger = EventLedger.read(crowd.back(0));
            assertThat(ledger.begun(Span.SUBSCRIBED)).containsAll(first);
            instancesCameAndWent(ledger);
            System.out.printf("Seed %d, %d events, ms: %s%n", SEED, ledger.size(), measured);
        }
    }

    /** Hub 0 is killed and hub 1 pauses; hub 2 sees to what they leave behind. */
    private void killOneAndPauseAnother(Fleet fleet, FleetCrowd crowd) {
        Set<String> killed = crowd.on(0);
        Set<String> paused = crowd.on(1);
        crowd.loses(0);
        crowd.shuns(1);
        fleet.hub(0).signal("KILL");
        fleet.hub(1).signal("STOP");
        CompletableFuture<HubProcess> another = fleet.replace(0);
        within("a killed and a paused hub's members are gone", crowd, () -> {
            Set<String> present = crowd.present(2);
            return Collections.disjoint(present, killed) && Collections.disjoint(present, paused);
        });
        another.join();
        crowd.opens(0);
        assertThat(crowd.stillThere(paused)).isNotEmpty();
        fleet.hub(1).signal("CONT");
        within("a paused hub's members are back", crowd, () -> crowd.present(2).containsAll(crowd.stillThere(paused)));
        crowd.opens(1);
    }

    private void cutOneOff(Fleet fleet, FleetCrowd crowd) {
        Set<String> cutOff = crowd.on(2);
        crowd.shuns(2);
        fleet.proxy(2).blackhole();
        within("a cut-off hub's members are gone", crowd, () -> Collections.disjoint(crowd.present(0), cutOff));
        assertThat(crowd.stillThere(cutOff)).isNotEmpty();
        fleet.proxy(2).pass();
        within("a cut-off hub's members are back", crowd, () -> crowd.present(0).containsAll(crowd.stillThere(cutOff)));
        crowd.opens(2);
    }

    private void restart(Fleet fleet, FleetCrowd crowd, int at) {
        int asked = (at + 1) % Fleet.SIZE;
        Set<String> stopped = crowd.on(at);
        crowd.shuns(at);
        fleet.hub(at).signal("TERM");
        crowd.move(at);
        CompletableFuture<HubProcess> another = fleet.replace(at);
        within(
                "members of stopped hub " + at + " are gone",
                crowd,
                () -> Collections.disjoint(crowd.present(asked), stopped));
        within("hub " + at + " is started", Duration.ofSeconds(60), crowd, another::isDone);
        crowd.opens(at);
    }

    private void within(String what, FleetCrowd crowd, Callable<Boolean> claim) {
        within(what, BOUND, crowd, claim);
    }

    /** The claim comes true in time, while clients come and go. */
    private void within(String what, Duration bound, FleetCrowd crowd, Callable<Boolean> claim) {
        long start = System.nanoTime();
        await(what)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(100))
                .atMost(bound)
                .until(() -> {
                    crowd.churn();
                    crowd.churn();
                    return claim.call();
                });
        measured.put(what, (System.nanoTime() - start) / 1_000_000);
    }

    /** Nobody comes or goes; presence and events become what is. */
    private void settles(String what, FleetCrowd crowd, int asked) {
        long start = System.nanoTime();
        await(what).pollInterval(Duration.ofMillis(100)).atMost(BOUND_OF_REST).untilAsserted(() -> {
            presenceIsWhatIs(crowd, asked);
            eventsSayWhatIs(crowd, EventLedger.read(crowd.back(asked)));
        });
        measured.put(what, (System.nanoTime() - start) / 1_000_000);
    }

    private static void presenceIsWhatIs(FleetCrowd crowd, int asked) {
        for (String channel : FleetCrowd.CHANNELS) {
            List<String> expected = crowd.expected(channel);
            assertThat(crowd.present(asked, channel)).as(channel).isEqualTo(expected);
            assertThat(crowd.back(asked)
                            .result("presence_stats", "{\"channel\":\"" + channel + "\"}")
                            .getInteger("num_clients"))
                    .isEqualTo(expected.size());
        }
        assertThat(crowd.connections(asked)).isEqualTo(crowd.expectedConnections());
    }

    private static void eventsSayWhatIs(FleetCrowd crowd, EventLedger ledger) {
        Set<String> occupied = new TreeSet<>();
        Set<String> joined = new TreeSet<>();
        Set<String> online = new TreeSet<>();
        Set<String> connected = new TreeSet<>();
        for (FleetCrowd.Guest guest : crowd.guests()) {
            guest.channels().forEach(channel -> joined.add(channel + " " + guest.user()));
            occupied.addAll(guest.channels());
            online.add(guest.user());
            connected.add(guest.user() + " " + guest.id());
        }
        assertThat(ledger.open(Span.OCCUPIED)).isEqualTo(occupied);
        assertThat(ledger.open(Span.JOINED)).isEqualTo(joined);
        assertThat(ledger.open(Span.ONLINE)).isEqualTo(online);
        assertThat(ledger.open(Span.CONNECTED)).isEqualTo(connected);
        Set<String> subscribed = ledger.open(Span.SUBSCRIBED);
        assertThat(subscribed.stream().filter(FleetCrowd::keepsNames).collect(Collectors.toSet()))
                .isEqualTo(expectedSubscriptions(crowd));
        for (String channel : FleetCrowd.CHANNELS) {
            assertThat(subscribed.stream().filter(each -> each.startsWith(channel)))
                    .hasSameSizeAs(crowd.expected(channel));
        }
    }

    private static Set<String> expectedSubscriptions(FleetCrowd crowd) {
        Set<String> all = new TreeSet<>();
        for (FleetCrowd.Guest guest : crowd.guests()) {
            guest.channels().stream()
                    .filter(FleetCrowd::keepsNames)
                    .forEach(channel -> all.add(channel + " " + guest.user() + " " + guest.id()));
        }
        return all;
    }

    /** Each came before it went, and three are left. */
    private static void instancesCameAndWent(EventLedger ledger) {
        int left = 0;
        for (Map.Entry<String, List<String>> each : ledger.ofInstances().entrySet()) {
            boolean isHere = false;
            for (String type : each.getValue()) {
                assertThat(type.equals("node_joined")).as(each.toString()).isNotEqualTo(isHere);
                isHere = !isHere;
            }
            left += isHere ? 1 : 0;
        }
        assertThat(left).as(ledger.ofInstances().toString()).isEqualTo(Fleet.SIZE);
    }
}
