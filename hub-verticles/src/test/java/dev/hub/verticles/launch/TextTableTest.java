package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void columnsAreAsWideAsTheirLongestWord() {
        TextTable table = new TextTable("A", "LONGER", "C");
        table.add("some", 1, "x");
        table.add("", "much longer", "");

        assertThat(table.lines())
                .containsExactly("A     LONGER       C", "some  1            x", "-     much longer  -");
    }

    @Test
    void nothingReachesTheTerminalThatItWouldActOn() {
        TextTable table = new TextTable("A");
        table.add("\u001b[31mred\n\u0007");

        assertThat(table.lines()).containsExactly("A", "?[31mred??");
    }

    @Test
    void tellsHowLongSomethingIsUp() {
        assertThat(NodesCommand.uptime(59)).isEqualTo("0m59s");
        assertThat(NodesCommand.uptime(3_600)).isEqualTo("1h0m");
        assertThat(NodesCommand.uptime(100_000)).isEqualTo("1d3h");
    }
}
