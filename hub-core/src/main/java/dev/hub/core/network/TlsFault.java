package dev.hub.core.network;

import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a server was not spoken to over TLS, in words for whoever runs the hub. */
public final class TlsFault {
    private TlsFault() {}

    /** What is wrong; empty when {@code cause} is about something else. */
    public static Optional<String> of(Throwable cause) {
        return isTls(cause) ? Optional.of(words(cause)) : Optional.empty();
    }

    private static boolean isTls(Throwable cause) {
        for (@Nullable Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof SSLException || t instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable cause) {
        String all = texts(cause).toLowerCase(Locale.ROOT);
        if (all.contains("no subject alternative")
                || all.contains("no name matching")
                || all.contains("doesn't match")) {
            return "the server's certificate is for another host name (" + root(cause) + ")";
        }
        if (all.contains("path") || all.contains("trust") || all.contains("self") || all.contains("unable to find")) {
            return "the server's certificate is not signed by an authority that the hub trusts (" + root(cause) + ")";
        }
        return all.contains("not an ssl")
                ? "the server does not talk TLS at this port; use a plain URL or its TLS port"
                : "the TLS handshake failed (" + root(cause) + ")";
    }

    private static String root(Throwable cause) {
        Throwable root = cause;
        for (@Nullable Throwable t = cause; t != null; t = t.getCause()) {
            root = t;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static String texts(Throwable cause) {
        StringBuilder all = new StringBuilder();
        for (@Nullable Throwable t = cause; t != null; t = t.getCause()) {
            all.append(t.getClass().getSimpleName())
                    .append(' ')
                    .append(t.getMessage())
                    .append('\n');
        }
        return all.toString();
    }
}
