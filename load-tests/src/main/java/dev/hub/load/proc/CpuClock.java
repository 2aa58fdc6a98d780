package dev.hub.load.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * CPU time of processes, user and system, all threads, from {@code /proc/PID/stat} (proc_pid_stat(5)). Resolution is the kernel's tick,
 * 10 ms on nearly all systems: measure over seconds.
 */
public final class CpuClock {
    private static final int UTIME = 14;
    private static final int STIME = 15;

    private final Path proc;
    private final long ticksPerSecond;

    /**
     * @param proc where procfs is mounted
     * @param ticksPerSecond {@code getconf CLK_TCK}
     */
    public CpuClock(Path proc, long ticksPerSecond) {
        this.proc = proc;
        this.ticksPerSecond = ticksPerSecond;
    }

    /** Seconds of CPU that the processes used since each began. One that has ended counts nothing. */
    public double seconds(Collection<Long> pids) {
        long ticks = 0;
        for (long pid : pids) {
            ticks += ticks(pid);
        }
        return (double) ticks / ticksPerSecond;
    }

    private long ticks(long pid) {
        try {
            return ticks(Files.readString(proc.resolve(Long.toString(pid)).resolve("stat")));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("CPU time of process " + pid, e);
        }
    }

    /** utime + stime. The command's name, in parentheses, may hold spaces and parentheses: fields are counted behind the last one. */
    static long ticks(String stat) {
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        int firstField = 3;
        return Long.parseLong(afterName[UTIME - firstField]) + Long.parseLong(afterName[STIME - firstField]);
    }
}
