package dev.hub.load.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hub.load.dialect.Plain;
import dev.hub.load.proc.Listeners;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "procfs is Linux's")
final class LauncherIT {
    private final Path peers = Path.of("peers");

    @TempDir
    private Path build;

    @Test
    void startsTheFloorAndEndsIt() {
        Contender floor = floor();

        RunningServer server = launcher().start(floor);
        boolean alive = ProcessHandle.of(server.pid()).isPresent();
        server.close();

        assertThat(alive).isTrue();
        assertThat(server.address().getPort()).isPositive();
        assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void findsTheServerBehindALauncherScriptAndDeletesItsData() throws IOException {
        floor();
        Path script = Files.writeString(
                build.resolve("launch"),
                "echo \"$SECRET $2\" > \"$2/made\"; " + build.resolve("floor") + " \"$1\" <&0; true\n");
        Start start = new Start.AtPort(
                List.of("sh", script.toString(), "{port}", "{data}"), build, Map.of("SECRET", "s3cret"));

        RunningServer server =
                launcher().start(new Contender("behind", "", new Plain(), Contender.Collector.NATIVE, start));
        List<Path> data = directories();
        String made = Files.readString(data.getFirst().resolve("made"));
        String command =
                ProcessHandle.of(server.pid()).orElseThrow().info().command().orElse("");
        server.close();

        assertThat(command).endsWith("/floor");
        assertThat(made).startsWith("s3cret ").contains(data.getFirst().toString());
        assertThat(start.toString()).doesNotContain("s3cret");
        assertThat(directories()).isEmpty();
        assertThat(ProcessHandle.of(server.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void showsWhatAServerSaidThatDidNotStart() {
        Start start = new Start.Announced(List.of("sh", "-c", "echo no such luck; exit 3"), build);

        assertThatThrownBy(() ->
                        launcher().start(new Contender("luckless", "", new Plain(), Contender.Collector.NATIVE, start)))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("luckless does not accept connections")
                .hasMessageContaining("no such luck");
    }

    @Test
    void namesAProgramThatIsNotThere() {
        Start start = new Start.Announced(List.of("/no/such/program"), build);

        assertThatThrownBy(() ->
                        launcher().start(new Contender("none", "", new Plain(), Contender.Collector.NATIVE, start)))
                .isInstanceOf(StartFailed.class)
                .hasMessageContaining("/no/such/program");
    }

    private Contender floor() {
        CompilerPresence.require();
        Optional<Contender> floor = new Peers(peers, build).floor();
        return floor.orElseThrow();
    }

    private List<Path> directories() throws IOException {
        try (var files = Files.list(build)) {
            return files.filter(Files::isDirectory).toList();
        }
    }

    private Launcher launcher() {
        return new Launcher(build, new Listeners(Path.of("/proc")), Duration.ofSeconds(20));
    }
}
