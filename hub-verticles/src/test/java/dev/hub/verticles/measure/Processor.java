package dev.hub.verticles.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time, in microseconds. */
public final class Processor {
    private static final int UTIME = 11;
    private static final int IDLE = 3;
    private static final int STEAL = 7;
    private static final int MICROS_PER_TICK = 10_000;

    private Processor() {}

    /** Of this process. */
    public static double own() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1000.0;
    }

    /** Of another one, in steps of 10 ms. */
    public static double of(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * (double) MICROS_PER_TICK;
    }

    /** Of the whole machine, in steps of 10 ms. */
    public static double ofAll() {
        String[] fields = read(Path.of("/proc/stat"))
                .lines()
                .findFirst()
                .orElseThrow()
                .replaceFirst("cpu +", "")
                .split(" ", -1);
        double ticks = 0;
        for (int i = 0; i < STEAL; i++) {
            if (i != IDLE && i != IDLE + 1) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks * MICROS_PER_TICK;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException("no processor time from " + path, e);
        }
    }
}
