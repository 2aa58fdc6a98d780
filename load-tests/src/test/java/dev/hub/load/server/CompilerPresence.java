package dev.hub.load.server;

import dev.hub.load.proc.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The C compiler that the floor is made with. A test that needs it is skipped where it is absent, and the build says so at
 * its end; with {@code HUB_REQUIRE_ALL=true} in the environment it fails.
 */
final class CompilerPresence {
    private static final Path ABSENT = Path.of("target", "absent-programs.txt");

    private CompilerPresence() {}

    static void require() {
        if (Tool.output(List.of("cc", "--version")).isPresent()) {
            return;
        }
        if (Boolean.parseBoolean(System.getenv("HUB_REQUIRE_ALL"))) {
            throw new AssertionError("cc is not installed (HUB_REQUIRE_ALL is set)");
        }
        try {
            Files.writeString(ABSENT, "cc\tLauncherIT\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        throw new TestAbortedException("skipped: cc is not installed");
    }
}
