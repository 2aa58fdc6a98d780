package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.channel.ChannelName;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private final Keyspace keys = new Keyspace("hub:");

    @Test
    void namesWhatBelongsToAChannel() {
        String base = keys.channel(new ChannelName("news:eu 1"));

        assertThat(List.of(base, keys.meta(base), keys.stream(base), keys.idempotency(base, "k")))
                .containsExactly(
                        "hub:{c:news:eu 1}",
                        "hub:{c:news:eu 1}:meta",
                        "hub:{c:news:eu 1}:stream",
                        "hub:{c:news:eu 1}:i:k");
        assertThat(keys.channel(new ChannelName("a}b%{"))).isEqualTo("hub:{c:a%7Db%25{}");
    }

    @Property
    void keepsInOneSlotWhatOneScriptTouches(@ForAll @NotEmpty @CharRange(from = ' ', to = '~') String name) {
        ChannelName channel = new ChannelName(name.substring(0, Math.min(name.length(), ChannelName.MAX_LENGTH)));

        assertOneSlot(keys.channel(channel), keys.channel(channel));
        assertOneSlot(keys.channel(channel, "orders"), keys.feed("orders"));
        assertOneSlot(keys.channel(channel, ""), keys.feed(""));
    }

    private void assertOneSlot(String base, String other) {
        assertThat(List.of(keys.meta(base), keys.stream(base), keys.idempotency(base, "}{k"), keys.meta(other)))
                .allMatch(key -> KeySlot.of(key) == KeySlot.of(base));
    }

    /** Names over a small alphabet that is all trouble. */
    @Property
    void givesNoTwoChannelsTheSameName(
            @ForAll @NotEmpty @CharRange(from = '{', to = '}') @StringLength(max = 6) String one,
            @ForAll @NotEmpty @CharRange(from = '{', to = '}') @StringLength(max = 6) String two,
            @ForAll @CharRange(from = '{', to = '}') @StringLength(max = 6) String key) {
        for (String suffix : List.of("", ":meta", ":i:" + key + "}:meta", "%7D")) {
            ChannelName first = new ChannelName(one);
            ChannelName second = new ChannelName(two + suffix);
            if (!first.equals(second)) {
                String base = keys.channel(first);
                assertThat(List.of(base, keys.meta(base), keys.idempotency(base, key + "}:meta")))
                        .doesNotContain(keys.channel(second), keys.meta(keys.channel(second)));
            }
        }
    }
}
