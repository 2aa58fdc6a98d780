package dev.hub.core.valkey;

import dev.hub.core.network.CauseChain;
import dev.hub.core.network.TlsFault;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A socket that could not be opened or prepared, in words for the person who has to mend it. */
final class ConnectFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String PLAIN_HINT = "; is this its TLS port? Then use valkeys://";

    private final transient Fault fault;

    private ConnectFailedException(Fault fault) {
        super(fault.text(), null, false, false);
        this.fault = fault;
    }

    /** What to do next. */
    Fault fault() {
        return fault;
    }

    /** A failure whose meaning is known. */
    static ConnectFailedException because(Fault fault) {
        return new ConnectFailedException(fault);
    }

    /** Finds the words for whatever the client failed with. */
    static ConnectFailedException of(Endpoint endpoint, boolean tls, Duration limit, Throwable cause) {
        return cause instanceof ConnectFailedException known
                ? known
                : new ConnectFailedException(fault("valkey " + endpoint + ": ", tls, limit, cause));
    }

    /** The same for a socket that is open and greeted. */
    static ConnectFailedException inPreparation(Endpoint endpoint, Duration limit, Throwable cause) {
        boolean closed = "CONNECTION_CLOSED".equals(cause.getMessage());
        return closed
                ? because(new Fault.Later("valkey " + endpoint + ": the server closed the connection"))
                : of(endpoint, false, limit, cause);
    }

    private static Fault fault(String where, boolean tls, Duration limit, Throwable cause) {
        return switch (cause) {
            case ErrorType reply -> replyFault(where, tls, String.valueOf(reply.getMessage()));
            case ValkeyReplyException reply -> replyFault(where, tls, String.valueOf(reply.getMessage()));
            case TimeoutException timeout -> late(where, tls, limit);
            case ConnectTimeoutException timeout -> late(where, tls, limit);
            case SslHandshakeTimeoutException timeout -> late(where, tls, limit);
            default -> socketFault(where, tls, cause);
        };
    }

    private static Fault late(String where, boolean tls, Duration limit) {
        return new Fault.Later(where + "no answer within " + limit.toMillis() + " ms"
                + (tls ? "; does the server talk TLS at this port?" : ""));
    }

    private static Fault socketFault(String where, boolean tls, Throwable cause) {
        CauseChain chain = new CauseChain(cause);
        if (chain.find(UnknownHostException.class) != null) {
            return new Fault.Later(where + "the host name is unknown (no DNS entry)");
        }
        @Nullable NoSuchFileException file = chain.find(NoSuchFileException.class);
        if (file != null) {
            return new Fault.Fatal(where + "the file " + file.getFile() + " does not exist");
        }
        Optional<String> tlsFault = TlsFault.of(cause);
        if (tlsFault.isPresent()) {
            return new Fault.Fatal(where + tlsFault.get());
        }
        if (chain.find(ConnectException.class) != null) {
            return new Fault.Later(where + "connection refused, no server listens there");
        }
        if (chain.texts().contains("-----BEGIN")) {
            return new Fault.Fatal(where + "a certificate or key file is not PEM (" + chain.root() + ")");
        }
        String hint = tls ? "; does the server talk TLS at this port?" : PLAIN_HINT;
        return new Fault.Later(
                where + "the connection ended during the greeting (" + CauseChain.brief(cause) + ")" + hint);
    }

    private static Fault replyFault(String where, boolean tls, String text) {
        if (text.equals("CONNECTION_CLOSED") || text.startsWith("ILLEGAL_STATE")) {
            return new Fault.Later(
                    where + "the server closed the connection during the greeting" + (tls ? "" : PLAIN_HINT));
        }
        return switch (Fault.of(text, new Endpoint.Tcp("-", 1))) {
            case Fault.Fatal fatal -> new Fault.Fatal(where + advice(text));
            case Fault.Elsewhere elsewhere -> new Fault.Elsewhere(where + text);
            default -> new Fault.Later(where + text);
        };
    }

    private static String advice(String text) {
        if (text.startsWith("WRONGPASS")) {
            return "wrong user or password (WRONGPASS)";
        }
        if (text.startsWith("NOAUTH")) {
            return "the server wants a password and none is configured (NOAUTH)";
        }
        return "the user lacks a right that the hub needs: " + text;
    }
}
