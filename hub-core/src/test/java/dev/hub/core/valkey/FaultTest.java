package dev.hub.core.valkey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {

    private static final Endpoint ASKED = new Endpoint.Tcp("h1", 7001);

    @Test
    void readsWhereASlotHasGone() {
        assertThat(Fault.of("MOVED 3999 10.0.0.2:6381", ASKED))
                .isEqualTo(new Fault.Moved("MOVED 3999 10.0.0.2:6381", 3999, new Endpoint.Tcp("10.0.0.2", 6381)));
        assertThat(Fault.of("ASK 1 ::1:6381", ASKED))
                .isEqualTo(new Fault.Ask("ASK 1 ::1:6381", new Endpoint.Tcp("::1", 6381)));
    }

    @Test
    void takesTheHostThatWasAskedForAnEmptyOne() {
        assertThat(Fault.of("MOVED 5 :6381", ASKED))
                .isEqualTo(new Fault.Moved("MOVED 5 :6381", 5, new Endpoint.Tcp("h1", 6381)));
        assertThat(Fault.of("MOVED 5 ?:6381", ASKED))
                .isEqualTo(new Fault.Moved("MOVED 5 ?:6381", 5, new Endpoint.Tcp("h1", 6381)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READONLY You can't write against a read only replica.",
                "READONLY You can't write against a read only replica. script: 2bab, on @user_script:1.",
                "ERR Error running script (call to f_2bab): @user_script:1: @user_script: 1: -READONLY You can't write against a"
                        + " read only replica. ",
                "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."
            })
    void looksElsewhereWhenTheServerIsNoPrimary(String text) {
        assertThat(Fault.of(text, ASKED)).isEqualTo(new Fault.Elsewhere(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOADING Redis is loading", "CLUSTERDOWN Hash slot not served", "BUSY Redis is busy"})
    void waitsForAServerThatIsNotReady(String text) {
        assertThat(Fault.of(text, ASKED)).isEqualTo(new Fault.Later(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRONGTYPE Operation against a key",
                "ERR value is not an integer",
                "OOM command not allowed",
                "MOVED nonsense",
                ""
            })
    void leavesTheRestToTheCaller(String text) {
        assertThat(Fault.of(text, ASKED)).isEqualTo(new Fault.Refused(text));
    }
}
