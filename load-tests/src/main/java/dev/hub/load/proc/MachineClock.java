package dev.hub.load.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time that the whole machine was busy, from the first line of {@code /proc/stat} (proc_stat(5)). */
public final class MachineClock {
    private static final int USER = 1;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    private final Path proc;
    private final long ticksPerSecond;

    /**
     * @param proc where procfs is mounted
     * @param ticksPerSecond {@code getconf CLK_TCK}
     */
    public MachineClock(Path proc, long ticksPerSecond) {
        this.proc = proc;
        this.ticksPerSecond = ticksPerSecond;
    }

    /** Seconds of all processors since boot that were neither idle nor waiting; those that the hypervisor took count as busy. */
    public double busySeconds() {
        try {
            return (double) busyTicks(Files.readString(proc.resolve("stat"))) / ticksPerSecond;
        } catch (IOException e) {
            throw new UncheckedIOException("CPU time of the machine", e);
        }
    }

    static long busyTicks(String stat) {
        String[] fields = stat.lines().findFirst().orElseThrow().split(" +", -1);
        long busy = 0;
        for (int i = USER; i <= STEAL; i++) {
            busy += i == IDLE || i == IOWAIT ? 0 : Long.parseLong(fields[i]);
        }
        return busy;
    }
}
