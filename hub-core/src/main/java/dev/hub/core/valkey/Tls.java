package dev.hub.core.valkey;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a TLS connection is made and the server's certificate checked.
 *
 * @param caFile PEM file of the authorities to trust; null trusts the JDK's
 * @param certificateFile PEM file of the client certificate, given together with {@code keyFile} or not at all
 * @param keyFile PEM file (PKCS 8) of the client's private key
 * @param verifyHostname whether the certificate must name the host that was asked for; default true
 * @param insecure accepts any certificate of any host; for experiments only, default false
 */
public record Tls(
        @Nullable Path caFile,
        @Nullable Path certificateFile,
        @Nullable Path keyFile,
        boolean verifyHostname,
        boolean insecure) {

    /** The JDK's authorities, host name verified, no client certificate. */
    public static final Tls DEFAULT = new Tls(null, null, null, true, false);

    /** Checks that certificate and key come together. */
    public Tls {
        if ((certificateFile == null) != (keyFile == null)) {
            throw new IllegalArgumentException(
                    "a Valkey client certificate needs both certificate and key file, got certificate "
                            + certificateFile + " and key " + keyFile);
        }
    }

    /** The same with the authorities of a PEM file. */
    public Tls trusting(Path authorities) {
        return new Tls(authorities, certificateFile, keyFile, verifyHostname, insecure);
    }

    /** The same with a client certificate. */
    public Tls presenting(Path certificate, Path key) {
        return new Tls(caFile, certificate, key, verifyHostname, insecure);
    }

    /** The same without a check of the host name. */
    public Tls withoutHostnameVerification() {
        return new Tls(caFile, certificateFile, keyFile, false, insecure);
    }

    /** The same without any check of the server. */
    public Tls withoutAnyVerification() {
        return new Tls(caFile, certificateFile, keyFile, false, true);
    }
}
