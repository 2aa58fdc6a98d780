package dev.hub.core.valkey;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A hub in miniature: a JVM of its own that runs a private server and says where, or why not, in one line. */
final class PrivateServerJvm implements AutoCloseable {
    private final Process process;
    private final String line;

    private PrivateServerJvm(Process process, String line) {
        this.process = process;
        this.line = line;
    }

    static PrivateServerJvm start(Path dataDir, Path binary) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrivateServerJvm.class.getName(),
                        dataDir.toString(),
                        binary.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.add(line);
            if (line.startsWith("unix:") || line.startsWith("failed:")) {
                return new PrivateServerJvm(process, line);
            }
        }
        throw new IOException("the other JVM said only " + said);
    }

    /** The URL, or the text of the failure after {@code failed:}. */
    String line() {
        return line;
    }

    void kill9() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill9();
    }

    /** The other JVM, which runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        PrivateServer.start(
                        Vertx.vertx(), PrivateServerOptions.in(Path.of(args[0])).withBinary(Path.of(args[1])))
                .onSuccess(server -> System.out.println(server.url()))
                .onFailure(failure -> System.out.println("failed:" + failure.getMessage()));
        new CountDownLatch(1).await();
    }
}
