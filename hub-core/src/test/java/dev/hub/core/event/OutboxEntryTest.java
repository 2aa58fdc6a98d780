package dev.hub.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutboxEntryTest {
    @Property
    void anEventComesBackAsItWentIn(
            @ForAll EventType type, @ForAll long time, @ForAll String channel, @ForAll String user) {
        Event event = new Event("a1-0", type, time, EventSubject.member(channel, user, "c 1"));

        assertThat(OutboxEntry.decode(OutboxEntry.encode(event))).isEqualTo(event);
        assertThat(Event.fromJson(event.toJson())).isEqualTo(event);
    }

    @Test
    void whatScriptsWriteIsRead() {
        assertThat(OutboxEntry.decode("a1-0 first_join 1700000000000 {\"channel\":\"chat:a\",\"user\":\"4 2\"}"))
                .isEqualTo(new Event(
                        "a1-0", EventType.FIRST_JOIN, 1_700_000_000_000L, EventSubject.userIn("chat:a", "4 2")));
    }

    @Test
    void whatIsNoEntryIsRefused() {
        for (String text :
                new String[] {"", "a1-0 online 1", "a1-0 online x {}", "a1-0 nothing 1 {}", "a1-0 online 1 {"}) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> OutboxEntry.decode(text));
        }
    }
}
