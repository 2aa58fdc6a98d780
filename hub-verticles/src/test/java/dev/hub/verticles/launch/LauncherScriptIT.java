package dev.hub.verticles.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script {@code ./hub}, in a tree whose Java and Maven only write down what they are asked for. */
final class LauncherScriptIT {
    private static final Path TOP =
            Path.of("").toAbsolutePath().resolveSibling(".").normalize();

    @TempDir
    private Path directory;

    private Path top = Path.of("");
    private Path java = Path.of("");

    @BeforeEach
    void makeTree() throws IOException {
        top = Files.createDirectories(directory.resolve("the hub"));
        java = directory.resolve("jdk");
        copy("hub");
        copy(".mvn/find-jdk");
        copy("conf/jvm.options");
        copy("conf/logback.xml");
        program(java.resolve("bin/java"), "for word in \"$@\"; do echo \"$word\"; done");
        program(java.resolve("bin/javac"), "exit 0");
        release(25);
        Files.createDirectories(top.resolve("hub-verticles/src/main"));
        Files.writeString(top.resolve("pom.xml"), "");
        program(top.resolve("mvnw"), """
                echo built >> builds
                echo "[INFO] Building hub-core 0.1.0"
                [ ! -e broken ] || { echo "[ERROR] Foo.java: no good"; exit 1; }
                sleep 1
                mkdir -p hub-verticles/target/lib
                touch hub-verticles/target/hub-verticles-0.1.0.jar
                """);
    }

    @Test
    void buildsOnceAndThenOnlyWhenASourceIsNewer() throws Exception {
        assertThat(hub("version").err()).contains("building the hub").contains("built in");
        assertThat(hub("version").err()).isEmpty();
        assertThat(builds()).isEqualTo(1);

        Path source = Files.writeString(top.resolve("hub-verticles/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        hub("version");

        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void buildsOnceWhenTwoStartAtOnce() throws Exception {
        Process first = start(Map.of(), top.resolve("hub"), "one", "version");
        Process second = start(Map.of(), top.resolve("hub"), "two", "version");

        assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(first.exitValue(), second.exitValue())).containsOnly(0);
        assertThat(builds()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("one.out"))).contains("hub-verticles-0.1.0.jar:");
        assertThat(Files.readString(directory.resolve("two.out"))).contains("hub-verticles-0.1.0.jar:");
    }

    @Test
    void takesOverALockWhoseOwnerIsNoMore() throws Exception {
        Path lock = Files.createDirectories(top.resolve("target/hub-build.lock"));
        Files.writeString(lock.resolve("pid"), "999999999\n");

        assertThat(hub("version").exitCode()).isZero();
        assertThat(lock).doesNotExist();
    }

    @Test
    void showsWhyABuildFailedAndBuildsAgainNextTime() throws Exception {
        Files.writeString(top.resolve("broken"), "");

        CommandRun failed = hub("version");
        Files.delete(top.resolve("broken"));

        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("[ERROR] Foo.java: no good").contains("hub-build.log");
        assertThat(hub("version").exitCode()).isZero();
    }

    @Test
    void worksThroughASymbolicLinkAndFromAnyDirectory() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("the hub/hub"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), link);

        CommandRun run = run(Map.of(), second, "version");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .contains("-Dhub.home=" + top.toRealPath())
                .contains("-Dhub.program=" + second)
                .endsWith("dev.hub.verticles.launch.Main", "version");
    }

    @ParameterizedTest
    @CsvSource({"21,false,false", "23,true,false", "25,true,true", "26,true,true"})
    void passesTheOptionsThatTheJavaKnows(int major, boolean unsafeAccess, boolean compactHeaders) throws Exception {
        distribution();
        release(major);

        List<String> arguments = hub("serve", "--set", "a=b c").out().lines().toList();

        assertThat(arguments.contains("--sun-misc-unsafe-memory-access=allow")).isEqualTo(unsafeAccess);
        assertThat(arguments.contains("-XX:+UseCompactObjectHeaders")).isEqualTo(compactHeaders);
        assertThat(arguments)
                .contains("--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError")
                .noneMatch(argument -> argument.startsWith("#") || argument.isBlank())
                .endsWith("dev.hub.verticles.launch.Main", "serve", "--set", "a=b c");
    }

    @Test
    void startsShortCommandsWithoutTheOptionsOfAServer() throws Exception {
        distribution();

        assertThat(hub("token", "--user", "serve").out())
                .contains("-XX:TieredStopAtLevel=1")
                .doesNotContain("MaxRAMPercentage");
    }

    @Test
    void takesClassesAndOptionsOfTheUser() throws Exception {
        distribution();

        CommandRun run = run(
                Map.of("HUB_CLASSPATH", "/my jars/a.jar", "HUB_JAVA_OPTS", "-Xmx1g  -Dx=y"),
                top.resolve("hub"),
                "serve");

        assertThat(run.out().lines())
                .contains("-Xmx1g", "-Dx=y")
                .anyMatch(line -> line.endsWith("/hub-verticles/target/lib/*:/my jars/a.jar"));
    }

    @Test
    void hasNoColoursWhereNobodyLooks() throws Exception {
        distribution();

        assertThat(hub("version").out()).contains("-Dhub.coloured=false");
    }

    /** A tree as the container image has it: built, without sources. */
    private void distribution() throws IOException {
        Files.delete(top.resolve("pom.xml"));
        Files.createDirectories(top.resolve("hub-verticles/target/lib"));
        Files.writeString(top.resolve("hub-verticles/target/hub-verticles-0.1.0.jar"), "");
    }

    private CommandRun hub(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), top.resolve("hub"), arguments);
    }

    private CommandRun run(Map<String, String> environment, Path script, String... arguments)
            throws IOException, InterruptedException {
        Process process = start(environment, script, "run", arguments);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new CommandRun(
                process.exitValue(),
                Files.readString(directory.resolve("run.out")),
                Files.readString(directory.resolve("run.err")));
    }

    private Process start(Map<String, String> environment, Path script, String name, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve(name + ".out").toFile())
                .redirectError(directory.resolve(name + ".err").toFile());
        builder.environment().keySet().removeIf(each -> each.startsWith("HUB_"));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private int builds() throws IOException {
        return Files.readAllLines(top.resolve("builds")).size();
    }

    private void release(int major) throws IOException {
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + major + ".0.1\"\n");
    }

    private void copy(String file) throws IOException {
        Path target = top.resolve(file);
        Files.createDirectories(target.getParent());
        Files.copy(TOP.resolve(file), target, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
