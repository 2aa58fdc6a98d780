package dev.hub.core.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A self-made certificate for {@code localhost} and 127.0.0.1 that is its own authority.
 *
 * @param certificate PEM, also what a client has to trust
 * @param key PEM, PKCS 8
 * @param store the same as a PKCS 12 file with the password {@value #STORE_PASSWORD}
 */
public record TlsCertificate(Path certificate, Path key, Path store) {
    /** Of the PKCS 12 file. */
    public static final String STORE_PASSWORD = "changeit";

    /** Makes one in a directory, by the JDK's keytool; takes about a second. */
    public static TlsCertificate create(Path directory) {
        try {
            Path store = Files.createDirectories(directory).resolve("identity.p12");
            keytool(store);
            return export(store, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a certificate in " + directory, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot read the certificate in " + directory, e);
        }
    }

    private static void keytool(Path store) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-ext",
                        "bc:c=ca:true",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    private static TlsCertificate export(Path store, Path directory) throws IOException, GeneralSecurityException {
        KeyStore keys = load(store);
        Path certificate = directory.resolve("cert.pem");
        Path key = directory.resolve("key.pem");
        Files.writeString(
                certificate, pem("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Files.writeString(
                key,
                pem(
                        "PRIVATE KEY",
                        keys.getKey("server", STORE_PASSWORD.toCharArray()).getEncoded()));
        return new TlsCertificate(certificate, key, store);
    }

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, STORE_PASSWORD.toCharArray());
        }
        return keys;
    }

    /** The store again, for clients that shall trust it. */
    KeyStore keyStore() {
        try {
            return load(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("cannot read " + store, e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
