package dev.hub.verticles.measure;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often a command measures, and where its report goes. */
public final class MeasureOptions {
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--report", paramLabel = "DIR", description = "Where reports are kept; default: none.")
    private @Nullable Path report;

    /** As long as nothing else is told: the report is not kept. */
    public MeasureOptions() {}

    /** Medians over them count. */
    public int rounds() {
        return rounds;
    }

    /** Tells {@code result}, and keeps it where it is to be. */
    public void tell(Report result, PrintWriter out) {
        out.println(result.text());
        if (report != null) {
            out.println("Kept in " + result.write(report));
        }
        out.flush();
    }
}
