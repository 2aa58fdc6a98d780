package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Clients that come and go on the hubs of a fleet, and who of them ought to be there. For one thread. */
final class FleetCrowd {
    /** In the last one, who breaks off may return. */
    static final List<String> CHANNELS = List.of("pr:0", "pr:1", "pr:2", "gr:0");

    private static final int USERS = 12;
    private static final int LEAST = 40;
    private static final int MOST = 80;

    private final Fleet fleet;
    private final Random random;
    private final Set<Integer> open = new HashSet<>();
    private final List<Guest> guests = new ArrayList<>();

    /**
     * One that is connected, as far as it knows.
     *
     * @param at the hub
     */
    record Guest(LineClient client, int at, String user, Set<String> channels) {
        String id() {
            return client.id();
        }
    }

    FleetCrowd(Fleet fleet, long seed) {
        this.fleet = fleet;
        this.random = new Random(seed);
        for (int i = 0; i < Fleet.SIZE; i++) {
            open.add(i);
        }
    }

    // ---- who comes and goes

    /** Clients come to this hub again. */
    void opens(int at) {
        open.add(at);
    }

    /** Nobody comes to this hub for now; those on it may still go. */
    void shuns(int at) {
        open.remove(at);
    }

    /** Everybody on this hub is cut off for good. */
    void loses(int at) {
        shuns(at);
        guests.removeIf(each -> each.at() == at);
    }

    void fill(int each) {
        for (int i = 0; i < each * Fleet.SIZE; i++) {
            join(i % Fleet.SIZE, "u" + random.nextInt(USERS), channels());
        }
    }

    /** One comes, one goes, or one changes its mind about a channel. */
    void churn() {
        if (guests.size() < LEAST || (guests.size() < MOST && random.nextInt(5) < 2)) {
            join(anyOpen(), "u" + random.nextInt(USERS), channels());
        } else if (random.nextInt(3) > 0) {
            part(guests.remove(random.nextInt(guests.size())));
        } else {
            change(guests.get(random.nextInt(guests.size())), CHANNELS.get(random.nextInt(CHANNELS.size())));
        }
    }

    /** Those whom this hub closes as it stops go to another one at once. */
    void move(int from) {
        shuns(from);
        List<Guest> moving = guests.stream().filter(each -> each.at() == from).toList();
        guests.removeAll(moving);
        for (Guest each : moving) {
            assertThat(each.client().closeCode()).isEqualTo(3001);
            join(anyOpen(), each.user(), each.channels());
        }
    }

    private int anyOpen() {
        return open.stream().sorted().toList().get(random.nextInt(open.size()));
    }

    private Set<String> channels() {
        Set<String> some = new LinkedHashSet<>();
        some.add(CHANNELS.get(random.nextInt(CHANNELS.size())));
        some.add(CHANNELS.get(random.nextInt(CHANNELS.size())));
        return some;
    }

    private void join(int at, String user, Set<String> channels) {
        LineClient client = LineClient.connect(fleet.hub(at).url(), user);
        Guest guest = new Guest(client, at, user, new LinkedHashSet<>());
        channels.forEach(channel -> subscribe(guest, channel));
        guests.add(guest);
    }

    private static void subscribe(Guest guest, String channel) {
        assertThat(guest.client().ask("{\"id\":2,\"subscribe\":{\"channel\":\"" + channel + "\"}}"))
                .contains("\"subscribe\":");
        guest.channels().add(channel);
    }

    private void part(Guest guest) {
        if (random.nextBoolean()) {
            guest.client().leave();
        } else {
            guest.client().close();
        }
    }

    private void change(Guest guest, String channel) {
        if (!open.contains(guest.at())) {
            return;
        }
        if (guest.channels().remove(channel)) {
            assertThat(guest.client().ask("{\"id\":3,\"unsubscribe\":{\"channel\":\"" + channel + "\"}}"))
                    .contains("\"unsubscribe\":");
        } else {
            subscribe(guest, channel);
        }
    }

    // ---- who ought to be there

    /** The clients on one hub. */
    Set<String> on(int at) {
        Set<String> ids = new HashSet<>();
        guests.stream().filter(each -> each.at() == at).map(Guest::id).forEach(ids::add);
        return ids;
    }

    List<Guest> guests() {
        return Collections.unmodifiableList(guests);
    }

    /** {@code <client> <user>} of each member of a channel, or users alone where a client may have the name of another. */
    List<String> expected(String channel) {
        return guests.stream()
                .filter(each -> each.channels().contains(channel))
                .map(each -> keepsNames(channel) ? each.id() + " " + each.user() : each.user())
                .sorted()
                .toList();
    }

    /** The same as a hub tells it. */
    List<String> present(int asked, String channel) {
        JsonObject members = back(asked)
                .result("presence", "{\"channel\":\"" + channel + "\"}")
                .getJsonObject("presence");
        return members.fieldNames().stream()
                .map(id -> {
                    String user = members.getJsonObject(id).getString("user");
                    return keepsNames(channel) ? id + " " + user : user;
                })
                .sorted()
                .toList();
    }

    /** All clients that are present in channels where they keep their names, as a hub tells it. */
    Set<String> present(int asked) {
        Set<String> ids = new HashSet<>();
        for (String channel : CHANNELS) {
            if (keepsNames(channel)) {
                present(asked, channel).forEach(line -> ids.add(line.substring(0, line.indexOf(' '))));
            }
        }
        return ids;
    }

    /** Those of {@code ids} that are still connected, and are in a channel where they keep their names. */
    Set<String> stillThere(Set<String> ids) {
        Set<String> there = new HashSet<>();
        for (Guest each : guests) {
            if (ids.contains(each.id()) && each.channels().stream().anyMatch(FleetCrowd::keepsNames)) {
                there.add(each.id());
            }
        }
        return there;
    }

    static boolean keepsNames(String channel) {
        return channel.startsWith("pr:");
    }

    /** Connections of each user. */
    SortedMap<String, Integer> expectedConnections() {
        SortedMap<String, Integer> connections = new TreeMap<>();
        for (int i = 0; i < USERS; i++) {
            connections.put("u" + i, 0);
        }
        guests.forEach(each -> connections.merge(each.user(), 1, Integer::sum));
        return connections;
    }

    /** The same as a hub tells it. */
    SortedMap<String, Integer> connections(int asked) {
        String users =
                "{\"users\":[\"" + String.join("\",\"", expectedConnections().keySet()) + "\"]}";
        SortedMap<String, Integer> connections = new TreeMap<>();
        back(asked).result("user_status", users).getJsonArray("users").forEach(each -> {
            JsonObject user = (JsonObject) each;
            assertThat(user.getBoolean("online")).isEqualTo(user.getInteger("connections") > 0);
            connections.put(user.getString("user"), user.getInteger("connections"));
        });
        return connections;
    }

    Back back(int at) {
        return new Back(fleet.hub(at).url());
    }
}
