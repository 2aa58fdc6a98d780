package dev.hub.core.testkit;

/** A single server: the plainest thing to connect to. */
public final class Standalone implements AutoCloseable {
    private final ServerProcess server;

    private Standalone(ServerProcess server) {
        this.server = server;
    }

    /** Starts one without password or persistence. */
    public static Standalone start(Engine engine) {
        return start(ServerSpec.of(engine));
    }

    /** Starts one as specified. */
    public static Standalone start(ServerSpec spec) {
        return new Standalone(ServerProcess.start(spec));
    }

    /** The server itself, to ask or to hurt. */
    public ServerProcess server() {
        return server;
    }

    /** How a client reaches it. */
    public String url() {
        return server.url();
    }

    @Override
    public void close() {
        server.close();
    }
}
