package dev.hub.core.network;

import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Why a server was not spoken to over TLS, in words for whoever runs the hub. */
public final class TlsFault {
    private TlsFault() {}

    /** What is wrong; empty when {@code cause} is about something else. */
    public static Optional<String> of(Throwable cause) {
        CauseChain chain = new CauseChain(cause);
        boolean isTls = chain.find(SSLException.class) != null || chain.find(CertificateException.class) != null;
        return isTls ? Optional.of(words(chain)) : Optional.empty();
    }

    private static String words(CauseChain chain) {
        String all = chain.texts().toLowerCase(Locale.ROOT);
        if (all.contains("no subject alternative")
                || all.contains("no name matching")
                || all.contains("doesn't match")) {
            return "the server's certificate is for another host name (" + chain.root() + ")";
        }
        if (all.contains("path") || all.contains("trust") || all.contains("self") || all.contains("unable to find")) {
            return "the server's certificate is not signed by an authority that the hub trusts (" + chain.root() + ")";
        }
        return all.contains("not an ssl")
                ? "the server does not talk TLS at this port; use a plain URL or its TLS port"
                : "the TLS handshake failed (" + chain.root() + ")";
    }
}
