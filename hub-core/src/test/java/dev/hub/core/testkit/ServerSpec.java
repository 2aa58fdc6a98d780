package dev.hub.core.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server of the kit shall be. Built up: {@code ServerSpec.of(engine).password("s3cret").set("appendonly yes")}.
 *
 * @param engine the program
 * @param password of the default user; null for none
 * @param certificate for TLS, which then is the only way in by TCP; null for plain TCP
 * @param unixSocket whether it also listens on a unix socket, which {@link ServerProcess#url} then names
 * @param lines more lines of its configuration, later ones win
 */
public record ServerSpec(
        Engine engine,
        @Nullable String password,
        @Nullable TlsCertificate certificate,
        boolean unixSocket,
        List<String> lines) {
    public ServerSpec {
        lines = List.copyOf(lines);
    }

    /** A plain server without persistence. */
    public static ServerSpec of(Engine engine) {
        return new ServerSpec(engine, null, null, false, List.of());
    }

    /** With a password for the default user (and the same towards a primary). */
    public ServerSpec password(String text) {
        return new ServerSpec(engine, text, certificate, unixSocket, lines);
    }

    /** With TLS instead of plain TCP. */
    public ServerSpec tls(TlsCertificate identity) {
        return new ServerSpec(engine, password, identity, unixSocket, lines);
    }

    /** With a unix socket beside TCP. */
    public ServerSpec onUnixSocket() {
        return new ServerSpec(engine, password, certificate, true, lines);
    }

    /** With an ACL user, in the words of ACL SETUSER: {@code user("alice", "on >pw ~hub:* resetchannels
     * &hub:* +@all")}. The bundled 6.2 gives new users all channels, so that a pattern needs {@code resetchannels} first. */
    public ServerSpec user(String name, String rules) {
        return set("user " + name + " " + rules);
    }

    /** With a line of configuration. */
    public ServerSpec set(String line) {
        List<String> more = new ArrayList<>(lines);
        more.add(line);
        return new ServerSpec(engine, password, certificate, unixSocket, more);
    }
}
