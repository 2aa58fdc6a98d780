package dev.hub.core.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hub.core.pattern.ChannelPattern;
import org.junit.jupiter.api.Test;

/** That Lua agrees with {@link ChannelPattern}, the server is asked in {@code LuaPatternIT}. */
class LuaPatternTest {
    @Test
    void writesPartsAsLuaDoes() {
        assertThat(LuaPattern.of(new ChannelPattern("orders:*"))).isEqualTo("^orders%:.*$");
        assertThat(LuaPattern.of(new ChannelPattern("orders:*:new"))).isEqualTo("^orders%:[^:]*%:new$");
        assertThat(LuaPattern.of(new ChannelPattern("a-b:%d.+[x]:*"))).isEqualTo("^a%-b%:%%d%.%+%[x%]%:.*$");
    }
}
