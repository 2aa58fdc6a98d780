package dev.hub.core.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.pattern.ChannelPattern;
import dev.hub.core.testkit.Engine;
import dev.hub.core.testkit.OnEachEngine;
import dev.hub.core.testkit.ServerProcess;
import dev.hub.core.testkit.SharedServers;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@OnEachEngine
@ExtendWith(SharedServers.Provider.class)
class LuaPatternIT {
    private static final String FIND = "return string.find(ARGV[1], ARGV[2]) and 1 or 0";
    private static final String[] PARTS = {"", "a", "b", "a-b", "%d", ".", "x^y", "[ab]", "(", "*", "*", "~"};

    private final ServerProcess server;

    LuaPatternIT(Engine engine, SharedServers servers) {
        server = servers.on(engine);
    }

    @Test
    void findsWhatThePatternDescribes() {
        Random random = new Random(42);
        int matches = 0;
        for (int i = 0; i < 3_000; i++) {
            ChannelPattern pattern = new ChannelPattern("n:" + name(random));
            String channel = "n:" + name(random).replace('*', 'a');
            boolean expected = pattern.matches(channel);
            matches += expected ? 1 : 0;

            assertThat(server.ask("EVAL", FIND, "0", channel, LuaPattern.of(pattern)))
                    .as("%s and %s", pattern, channel)
                    .isEqualTo(expected ? "1" : "0");
        }
        assertThat(matches).isGreaterThan(100);
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder(PARTS[random.nextInt(PARTS.length)]);
        for (int more = random.nextInt(3); more > 0; more--) {
            name.append(':').append(PARTS[random.nextInt(PARTS.length)]);
        }
        return name.toString();
    }
}
