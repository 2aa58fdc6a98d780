package dev.hub.load.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Keeps reports: {@code <date>-<name>.md} and {@code .json}. A second run of the same name on the same day replaces the first. */
public final class ReportFiles {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    private final Path directory;

    /** Writes into this directory; it is made when absent. */
    public ReportFiles(Path directory) {
        this.directory = directory;
    }

    /** Writes both files and returns the one for people. */
    public Path write(Report report) {
        String base = DATE.format(report.time()) + "-" + report.name();
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(base + ".json"), Json.of(report));
            return Files.writeString(directory.resolve(base + ".md"), Markdown.of(report));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + directory.resolve(base), e);
        }
    }
}
