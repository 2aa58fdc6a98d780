package dev.hub.load.launch;

import dev.hub.load.proc.CpuClock;
import dev.hub.load.proc.JavaHeap;
import dev.hub.load.proc.Listeners;
import dev.hub.load.proc.MachineClock;
import dev.hub.load.proc.ResidentMemory;
import dev.hub.load.proc.Tool;
import dev.hub.load.report.Markdown;
import dev.hub.load.report.Report;
import dev.hub.load.report.ReportFiles;
import dev.hub.load.report.Section;
import dev.hub.load.report.Target;
import dev.hub.load.report.Targets;
import dev.hub.load.scenario.Instruments;
import dev.hub.load.scenario.Rounds;
import dev.hub.load.scenario.Scenario;
import dev.hub.load.server.Contender;
import dev.hub.load.server.Launcher;
import dev.hub.load.server.Peers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of the command line: finds the servers, measures, prints the tables and keeps the report. */
final class Session {
    private static final Path PROC = Path.of("/proc");
    private static final Path BUILD = Path.of("target", "servers");
    private static final long USUAL_TICKS = 100;
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    private final RunOptions options;
    private final HubOptions hub;
    private final PrintWriter out;
    private final PrintWriter progress;
    private final List<String> absent = new ArrayList<>();

    /**
     * @param out takes the tables
     * @param progress takes a line for every step
     */
    Session(RunOptions options, HubOptions hub, PrintWriter out, PrintWriter progress) {
        this.options = options;
        this.hub = hub;
        this.out = out;
        this.progress = progress;
    }

    /** Measures the scenarios. Returns the exit code: 0 when every one gave figures and no target was missed, else 1. */
    int run(String command, List<Scenario> scenarios) {
        List<Contender> contenders = contenders();
        Rounds rounds = new Rounds(launcher(), instruments(), line -> say(progress, line));
        List<Section> sections = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            Section section = rounds.run(scenario, contenders, options.rounds());
            sections.add(section);
            say(out, Markdown.of(section));
        }
        List<Target> targets = Targets.judge(sections);
        Report report = new Report(
                options.name(command),
                InstantSource.system().instant(),
                Environment.describe(),
                method(contenders),
                sections,
                targets);
        targets.forEach(
                target -> say(out, "%s: %s (%s)".formatted(target.verdict(), target.text(), target.measured())));
        say(
                progress,
                "Report: "
                        + new ReportFiles(options.reports())
                                .write(report)
                                .toAbsolutePath()
                                .normalize());
        boolean measured =
                sections.stream().noneMatch(section -> section.samples().isEmpty());
        return measured && targets.stream().noneMatch(target -> target.reached().equals(Optional.of(false))) ? 0 : 1;
    }

    private List<Contender> contenders() {
        try {
            Files.createDirectories(BUILD);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + BUILD, e);
        }
        Peers peers = new Peers(Path.of("peers"), BUILD);
        List<Contender> found = new ArrayList<>();
        for (String name : options.servers()) {
            Optional<Contender> contender = find(name, peers);
            contender.ifPresentOrElse(found::add, () -> leaveOut(name));
        }
        return found;
    }

    private Optional<Contender> find(String name, Peers peers) {
        return switch (name) {
            case "hub" -> hub.present() ? Optional.of(hub.contender()) : Optional.empty();
            case "floor" -> peers.floor();
            case "floor-batch" -> peers.batchingFloor();
            case "ws" -> peers.ws();
            case "socketio" -> peers.socketIo();
            default ->
                throw new IllegalArgumentException(
                        "--servers must be of hub, floor, floor-batch, ws, socketio, got " + name);
        };
    }

    private void leaveOut(String name) {
        String why = switch (name) {
            case "hub" -> "no ../hub, --hub-command or --hub-url";
            case "ws", "socketio" -> "no node, or no packages in load-tests/peers (npm ci)";
            default -> "no C compiler (cc)";
        };
        String note = "Left out: " + name + ": " + why + ".";
        say(progress, note);
        absent.add(note);
    }

    private List<String> method(List<Contender> contenders) {
        List<String> sentences = new ArrayList<>(Method.sentences(options));
        contenders.forEach(contender -> sentences.add("Server `" + contender.name() + "`: " + contender.title() + "."));
        sentences.addAll(absent);
        return sentences;
    }

    private static Launcher launcher() {
        return new Launcher(BUILD, new Listeners(PROC), START_PATIENCE);
    }

    private Instruments instruments() {
        long ticks =
                Tool.output(List.of("getconf", "CLK_TCK")).map(Long::parseLong).orElse(USUAL_TICKS);
        return new Instruments(
                new CpuClock(PROC, ticks),
                new MachineClock(PROC, ticks),
                new ResidentMemory(PROC),
                new JavaHeap(),
                new Instruments.Times(options.warmUp(), options.measured(), options.runIn()));
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
