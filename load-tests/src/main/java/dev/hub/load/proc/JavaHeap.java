package dev.hub.load.proc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Garbage collection and live bytes of another JVM, by {@code jcmd}. */
public final class JavaHeap {
    private final String jcmd =
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    /** Has the JVM collect all garbage, and waits for it. False when the process is no JVM that we may talk to. */
    public boolean collect(long pid) {
        return Tool.output(List.of(jcmd, Long.toString(pid), "GC.run")).isPresent();
    }

    /** Bytes of all live objects, after a collection that this causes; empty for what is no JVM. */
    public OptionalLong liveBytes(long pid) {
        Optional<String> histogram = Tool.output(List.of(jcmd, Long.toString(pid), "GC.class_histogram"));
        return histogram.isEmpty() ? OptionalLong.empty() : total(histogram.get());
    }

    /** The last line is {@code Total <instances> <bytes>}. */
    static OptionalLong total(String histogram) {
        return histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .map(line -> line.trim().split("\\s+", -1))
                .filter(fields -> fields.length == 3)
                .mapToLong(fields -> Long.parseLong(fields[2]))
                .findFirst();
    }
}
