package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All events that were published, and what has begun by them and not ended. */
final class EventLedger {
    /** What an event begins, and which one ends it. */
    enum Span {
        OCCUPIED("occupied", "vacated", "channel"),
        JOINED("first_join", "last_leave", "channel user"),
        SUBSCRIBED("subscribed", "unsubscribed", "channel user client"),
        ONLINE("online", "offline", "user"),
        CONNECTED("connected", "disconnected", "user client");

        private final String begin;
        private final String end;
        private final String of;

        Span(String begin, String end, String of) {
            this.begin = begin;
            this.end = end;
            this.of = of;
        }
    }

    private final List<JsonObject> events;

    private EventLedger(List<JsonObject> events) {
        this.events = events;
    }

    static EventLedger read(Back back) {
        JsonObject history = back.result("history", "{\"channel\":\"events:0\",\"limit\":-1}");
        EventLedger ledger = new EventLedger(history.getJsonArray("publications").stream()
                .map(each -> ((JsonObject) each).getJsonObject("data"))
                .toList());
        // Nothing was trimmed: all is judged.
        assertThat(history.getLong("offset")).isEqualTo(ledger.size());
        assertThat(ledger.events.stream().map(each -> each.getString("id"))).doesNotHaveDuplicates();
        return ledger;
    }

    int size() {
        return events.size();
    }

    /** What has begun and not ended; fails where something begins or ends twice. */
    Set<String> open(Span span) {
        Set<String> open = new TreeSet<>();
        for (JsonObject event : events) {
            String type = event.getString("type");
            if (type.equals(span.begin)) {
                assertThat(open.add(key(span, event))).as("begins: " + event).isTrue();
            } else if (type.equals(span.end)) {
                assertThat(open.remove(key(span, event)))
                        .as("has begun: " + event)
                        .isTrue();
            }
        }
        return open;
    }

    /** Everything that ever began. */
    Set<String> begun(Span span) {
        Set<String> begun = new HashSet<>();
        events.stream()
                .filter(each -> each.getString("type").equals(span.begin))
                .forEach(each -> begun.add(key(span, each)));
        return begun;
    }

    /** Types of the events of instances, by instance. */
    Map<String, List<String>> ofInstances() {
        return events.stream()
                .filter(each -> each.containsKey("node"))
                .collect(java.util.stream.Collectors.groupingBy(
                        each -> each.getString("node"),
                        java.util.stream.Collectors.mapping(
                                each -> each.getString("type"), java.util.stream.Collectors.toList())));
    }

    private static String key(Span span, JsonObject event) {
        return String.join(
                " ", Stream.of(span.of.split(" ")).map(event::getString).toList());
    }
}
