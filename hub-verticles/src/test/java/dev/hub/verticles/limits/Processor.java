package dev.hub.verticles.limits;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time, in microseconds. */
final class Processor {
    private static final int UTIME = 11;
    private static final int MICROS_PER_TICK = 10_000;

    private Processor() {}

    /** Of this process. */
    static double own() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1000.0;
    }

    /** Of another one, in steps of 10 ms. */
    static double of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * (double) MICROS_PER_TICK;
        } catch (IOException e) {
            throw new UncheckedIOException("no processor time of process " + pid, e);
        }
    }
}
