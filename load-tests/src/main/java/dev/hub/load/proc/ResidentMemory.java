package dev.hub.load.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Resident memory of a process: {@code VmRSS} of {@code /proc/PID/status} (proc_pid_status(5)). */
public final class ResidentMemory {
    private final Path proc;

    /** Reads from procfs mounted here. */
    public ResidentMemory(Path proc) {
        this.proc = proc;
    }

    /** Bytes resident now. */
    public long bytes(long pid) {
        try {
            return bytes(Files.readString(proc.resolve(Long.toString(pid)).resolve("status")));
        } catch (IOException e) {
            throw new UncheckedIOException("resident memory of process " + pid, e);
        }
    }

    static long bytes(String status) {
        String line = status.lines()
                .filter(l -> l.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no VmRSS line: the process has ended"));
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
