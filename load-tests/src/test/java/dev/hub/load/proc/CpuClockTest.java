package dev.hub.load.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CpuClockTest {
    private static final String STAT = "42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 150 50 7 8 20 0 1 0 99 1000 200\n";

    @Test
    void addsUserAndSystemTimeWhateverTheNameHolds() {
        assertThat(CpuClock.ticks(STAT)).isEqualTo(200);
    }

    @Test
    void countsAllProcessesThatStillLive(@TempDir Path proc) throws IOException {
        for (String pid : List.of("42", "43")) {
            Files.createDirectory(proc.resolve(pid));
            Files.writeString(proc.resolve(pid).resolve("stat"), STAT);
        }

        assertThat(new CpuClock(proc, 100).seconds(List.of(42L, 43L, 44L))).isEqualTo(4.0);
    }
}
