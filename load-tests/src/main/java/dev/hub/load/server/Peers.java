package dev.hub.load.server;

import dev.hub.load.dialect.Plain;
import dev.hub.load.dialect.SocketIo;
import dev.hub.load.proc.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the hub is compared with: the floor, compiled here, and the Node servers of the {@code peers} directory. */
public final class Peers {
    private final Path peers;
    private final Path build;

    /**
     * @param peers the directory with the sources, in which {@code npm ci} has been run
     * @param build directory for the compiled floor; must exist
     */
    public Peers(Path peers, Path build) {
        this.peers = peers.toAbsolutePath();
        this.build = build.toAbsolutePath();
    }

    /** The bare send() server; empty when there is no C compiler. */
    public Optional<Contender> floor() {
        return floor("floor", "C, epoll, one send() per subscriber and message", List.of());
    }

    /** The same, with one send() per subscriber for all messages of a read. */
    public Optional<Contender> batchingFloor() {
        return floor(
                "floor-batch", "C, epoll, one send() per subscriber and read of the publisher", List.of("--batch"));
    }

    /** The npm package ws; empty when Node or the package is absent. */
    public Optional<Contender> ws() {
        return node("ws")
                .map(start ->
                        new Contender("ws", "Node, npm package ws", new Plain(), Contender.Collector.NODE, start));
    }

    /** Socket.IO; empty when Node or the package is absent. */
    public Optional<Contender> socketIo() {
        return node("socketio")
                .map(start -> new Contender(
                        "socketio", "Node, npm package socket.io", new SocketIo(), Contender.Collector.NODE, start));
    }

    private Optional<Contender> floor(String name, String title, List<String> options) {
        Path program = build.resolve("floor");
        List<String> compile = List.of(
                "cc", "-O2", "-o", program.toString(), peers.resolve("floor.c").toString());
        if (Tool.output(compile).isEmpty()) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(options);
        return Optional.of(new Contender(
                name, title, new Plain(), Contender.Collector.NATIVE, new Start.Announced(command, build)));
    }

    private Optional<Start> node(String server) {
        boolean installed = Files.isDirectory(peers.resolve("node_modules"))
                && Tool.output(List.of("node", "--version")).isPresent();
        return installed
                ? Optional.of(new Start.Announced(List.of("node", "--expose-gc", server + ".mjs"), peers))
                : Optional.empty();
    }
}
