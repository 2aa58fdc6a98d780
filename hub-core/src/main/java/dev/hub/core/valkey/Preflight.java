package dev.hub.core.valkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a server program runs on this machine, found out by asking it for its version. */
sealed interface Preflight {
    /** It runs. */
    record Runs(EngineVersion version) implements Preflight {}

    /** It does not, for a reason that ends a sentence. */
    record Fails(String reason) implements Preflight {}

    /** Runs {@code program --version}. Blocks, 5 s at most. */
    static Preflight of(Path program) {
        if (!Files.exists(program)) {
            return new Fails("there is no such file");
        }
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            // The watch on the time ends the process and with it the output that is read below.
            boolean[] late = new boolean[1];
            process.onExit().orTimeout(5, TimeUnit.SECONDS).exceptionally(timeout -> {
                late[0] = true;
                return process.destroyForcibly();
            });
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.onExit().join().exitValue();
            return late[0] ? new Fails("does not answer to --version within 5 s") : judge(output, exit);
        } catch (IOException e) {
            return new Fails(cannotStart(String.valueOf(e.getMessage())));
        }
    }

    private static Preflight judge(String output, int exit) {
        Optional<EngineVersion> version = EngineVersion.ofBanner(output);
        return exit == 0 && version.isPresent() ? new Runs(version.get()) : new Fails(explain(output, exit));
    }

    /** What the loader's complaints mean for somebody who wants to mend it. */
    static String explain(String output, int exit) {
        Matcher library = Pattern.compile("loading shared libraries: ([^\\s:]+)|Library not loaded: (\\S+)")
                .matcher(output);
        if (library.find()) {
            String name = library.group(1) == null ? library.group(2) : library.group(1);
            boolean openSsl = name.contains("libssl") || name.contains("libcrypto");
            return "needs the library " + name + (openSsl ? " (package libssl3)" : "") + ", which is not installed";
        }
        Matcher libc = Pattern.compile("version [`']GLIBC_([0-9.]+)' not found").matcher(output);
        if (libc.find()) {
            return "needs glibc " + libc.group(1) + " or newer, this system's is older";
        }
        String first = output.lines().findFirst().orElse("no output");
        return "is not a server: --version ended with exit code " + exit + ", " + first;
    }

    private static String cannotStart(String message) {
        if (message.contains("error=2,")) {
            return "cannot be started: its loader is missing, it was made for another C library than this system's";
        }
        if (message.contains("error=8,")) {
            return "cannot be started: it was made for another processor or system";
        }
        if (message.contains("error=13,")) {
            return "may not be executed: check its rights and that its file system is not mounted noexec";
        }
        return "cannot be started: " + message;
    }
}
