package dev.hub.verticles.launch;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * How tests run the hub in JVMs of its own. These live for seconds, and most of what they cost is to read, check and link
 * always the same classes. So one of them is started for no test: what it has learnt of the classes is kept under
 * {@code target/testkit} (class data sharing), and all others begin with that, in every JVM of tests, until the classes change.
 *
 * @param classPath without directories, of which Java shares nothing
 * @param archive what was learnt; where it is absent or does not fit, a hub only takes longer to start
 */
record HubProgram(String classPath, Path archive) {
    private static final Path HOME = Path.of("target", "testkit", "hub").toAbsolutePath();
    private static final Duration TO_WRITE_THE_ARCHIVE = Duration.ofSeconds(60);

    /** The hub of this JVM's class path. The first call after the classes have changed takes some seconds. */
    static synchronized HubProgram ofThisClassPath() {
        try {
            List<Path> entries = entries();
            Path home = HOME.resolve(Integer.toHexString(fingerprint(entries).hashCode()));
            Files.createDirectories(HOME);
            try (FileChannel file = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = file.lock()) {
                assert lock.isValid();
                HubProgram program = new HubProgram(packed(entries, home), home.resolve("hub.jsa"));
                if (!Files.exists(home.resolve("done"))) {
                    forgetAll();
                    Files.createDirectories(home);
                    pack(entries, home);
                    program.learn();
                    Files.createFile(home.resolve("done"));
                }
                return program;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot prepare the hub's program in " + HOME, failed);
        }
    }

    /** The beginning of a command line, up to the hub's own arguments; {@code options} are Java's. */
    List<String> command(String... options) {
        return java(Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto", options);
    }

    private List<String> java(String sharing, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // It lives for seconds: what is spent on starting counts more than what is spent on running.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                sharing,
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        return command;
    }

    /** A hub that serves somebody, and ends in good order. */
    private void learn() {
        try (HubProcess hub = HubProcess.startAs(java("-XX:ArchiveClassesAtExit=" + archive), List.of())) {
            try (LineClient client = LineClient.connect(hub.url(), "anna")) {
                client.ask("{\"id\":2,\"subscribe\":{\"channel\":\"demo:a\"}}");
                new Back(hub.url()).result("publish", "{\"channel\":\"demo:a\",\"data\":1}");
                client.next();
            }
            hub.signal("TERM");
            hub.awaitEnd(TO_WRITE_THE_ARCHIVE);
        }
    }

    private static List<Path> entries() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Changes whenever a class does. */
    private static String fingerprint(List<Path> entries) throws IOException {
        StringBuilder text = new StringBuilder(Runtime.version().toString());
        for (Path entry : entries) {
            for (Path file : files(entry)) {
                text.append('\n')
                        .append(file)
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ');
                text.append(Files.getLastModifiedTime(file));
            }
        }
        return text.toString();
    }

    private static List<Path> files(Path entry) throws IOException {
        try (Stream<Path> all = Files.walk(entry)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void forgetAll() throws IOException {
        try (Stream<Path> all = Files.walk(HOME)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(HOME) && !each.equals(HOME.resolve("lock"))) {
                    Files.delete(each);
                }
            }
        }
    }

    /** The class path with a jar in the place of each directory. */
    private static String packed(List<Path> entries, Path home) {
        return entries.stream()
                .map(entry -> Files.isDirectory(entry) ? jarOf(entry, entries, home) : entry)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path jarOf(Path directory, List<Path> entries, Path home) {
        return home.resolve("classes-" + entries.indexOf(directory) + ".jar");
    }

    private static void pack(List<Path> entries, Path home) throws IOException {
        for (Path directory : entries) {
            if (Files.isDirectory(directory)) {
                pack(directory, jarOf(directory, entries, home));
            }
        }
    }

    private static void pack(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(Deflater.NO_COMPRESSION);
            for (Path each : files(directory)) {
                String name = directory.relativize(each).toString().replace(File.separatorChar, '/');
                out.putNextEntry(new ZipEntry(name));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
    }
}
