package dev.hub.load.proc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ResidentMemoryTest {
    @Test
    void readsKibibytesAsBytes() {
        assertThat(ResidentMemory.bytes("Name:\tjava\nVmHWM:\t  9000 kB\nVmRSS:\t   1234 kB\nRssAnon:\t 1 kB\n"))
                .isEqualTo(1234 * 1024);
    }

    @Test
    void saysThatTheProcessHasEnded() {
        assertThatThrownBy(() -> ResidentMemory.bytes("Name:\tjava\nState:\tZ (zombie)\n"))
                .hasMessageContaining("has ended");
    }
}
