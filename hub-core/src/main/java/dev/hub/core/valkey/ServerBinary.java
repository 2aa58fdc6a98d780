package dev.hub.core.valkey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A server program that has shown that it runs here. */
record ServerBinary(Path program, EngineVersion version) {
    private static final List<String> NAMES = List.of("valkey-server", "redis-server");

    /**
     * Finds the server program: the given one; else the first on the search path that runs and is new enough,
     * Valkey before Redis; else the bundled one, extracted into {@code cache}. Blocks for some 10 ms.
     *
     * @throws PrivateServerException when none runs; its text lists what was tried, why each failed, and what to install
     */
    static ServerBinary find(PrivateServerOptions options, Path cache) {
        List<String> tried = new ArrayList<>();
        Path given = options.binary();
        return (given == null ? search(options.searchPath(), cache, tried) : check("the given program", given, tried))
                .orElseThrow(() -> new PrivateServerException(noneRuns(tried)));
    }

    private static Optional<ServerBinary> search(List<Path> searchPath, Path cache, List<String> tried) {
        return NAMES.stream()
                .flatMap(name -> onPath(name, searchPath, tried).stream())
                .findFirst()
                .or(() -> bundled(cache, tried));
    }

    private static Optional<ServerBinary> onPath(String name, List<Path> searchPath, List<String> tried) {
        Optional<Path> program = searchPath.stream()
                .map(directory -> directory.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
        if (program.isEmpty()) {
            tried.add(name + ": not on the PATH");
        }
        return program.flatMap(file -> check(name, file, tried));
    }

    private static Optional<ServerBinary> bundled(Path cache, List<String> tried) {
        try {
            Optional<Path> program = BundledServer.extractTo(cache);
            if (program.isEmpty()) {
                tried.add("bundled server: there is none for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch"));
            }
            return program.flatMap(file -> check("bundled server", file, tried));
        } catch (IOException e) {
            tried.add("bundled server: cannot be extracted into " + cache + ": " + e);
            return Optional.empty();
        }
    }

    private static Optional<ServerBinary> check(String what, Path program, List<String> tried) {
        return switch (Preflight.of(program)) {
            case Preflight.Fails fails -> {
                tried.add(what + " " + program + ": " + fails.reason());
                yield Optional.empty();
            }
            case Preflight.Runs runs -> {
                if (runs.version().isOlderThan(EngineVersion.FLOOR)) {
                    tried.add(what + " " + program + ": is " + runs.version() + ", the hub needs 6.2 or newer");
                    yield Optional.empty();
                }
                yield Optional.of(new ServerBinary(program, runs.version()));
            }
        };
    }

    private static String noneRuns(List<String> tried) {
        return "no Valkey or Redis server runs on this machine\n  " + String.join("\n  ", tried) + """

                Install one: "sudo apt-get install valkey-server" (Debian, Ubuntu; in Debian 12 from backports), \
                "sudo dnf install valkey" (Fedora), "apk add valkey" (Alpine), "brew install valkey" (macOS). \
                The bundled server needs only "sudo apt-get install libssl3" on Debian 12, Ubuntu 22.04 and newer. \
                Or name a server that runs elsewhere as valkey.url""";
    }

    @Override
    public String toString() {
        return version + " (" + program + ")";
    }
}
