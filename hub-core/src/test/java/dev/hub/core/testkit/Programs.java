package dev.hub.core.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.StackWalker.Option;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * The programs that a test needs beside the JVM. A test whose program is absent is skipped and says so; with the system
 * property or environment variable {@code HUB_REQUIRE_ALL=true} it fails. Each absence is one line, {@code program TAB test
 * class}, in {@code target/absent-programs.txt} of the module, for a summary at the end of the build.
 */
public final class Programs {
    /** Where absences are collected, relative to the module. */
    public static final Path ABSENT = Path.of("target", "absent-programs.txt");

    private Programs() {}

    /** The first executable of that name on the PATH. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(path)
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory).resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /**
     * The path of a program, by any of its names in order of preference.
     *
     * @throws TestAbortedException when it is absent (the test is skipped)
     * @throws AssertionError when it is absent and all programs are required
     */
    public static Path require(String name, String... otherNames) {
        return find(name)
                .or(() -> List.of(otherNames).stream()
                        .map(Programs::find)
                        .flatMap(Optional::stream)
                        .findFirst())
                .orElseThrow(() -> absent(name));
    }

    /** Whether an absent program fails the test instead of skipping it. */
    public static boolean areAllRequired() {
        return Boolean.parseBoolean(System.getProperty(
                "HUB_REQUIRE_ALL",
                Optional.ofNullable(System.getenv("HUB_REQUIRE_ALL")).orElse("false")));
    }

    /** Notes an absence and returns what the test has to throw; an Error when all programs are required. */
    static RuntimeException absent(String program) {
        return absent(program, callingTest());
    }

    /** The same for a test that is known by its name. */
    static RuntimeException absent(String program, String test) {
        note(program, test);
        String text = program + " is not installed; install it and see that it is on the PATH";
        if (areAllRequired()) {
            throw new AssertionError(text + " (HUB_REQUIRE_ALL is set)");
        }
        return new TestAbortedException("skipped: " + text);
    }

    private static void note(String program, String test) {
        try {
            Files.createDirectories(ABSENT.getParent());
            Files.writeString(
                    ABSENT, program + "\t" + test + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note that " + program + " is absent in " + ABSENT, e);
        }
    }

    /** The class on the stack that is a test by its name (XTest, XIT); the nearest caller outside the kit when none is. */
    private static String callingTest() {
        List<String> callers = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(frame -> outermost(frame.getDeclaringClass()))
                        .filter(type -> !type.equals(Programs.class))
                        .map(Class::getName)
                        .toList());
        return callers.stream()
                .filter(name -> name.endsWith("Test") || name.endsWith("IT"))
                .findFirst()
                .orElseGet(() -> callers.isEmpty() ? "?" : callers.getFirst());
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }
}
