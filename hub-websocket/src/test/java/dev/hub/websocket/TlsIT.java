package dev.hub.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JksOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket that was taken over still speaks through TLS. */
final class TlsIT {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    @Test
    void servesClientsOverTls() throws Exception {
        Path keys = selfSigned();
        HttpServerOptions http = new HttpServerOptions()
                .setSsl(true)
                .setIdleTimeout(60)
                .setKeyCertOptions(new JksOptions().setPath(keys.toString()).setPassword(PASSWORD));
        try (TestHub hub = TestHub.insecure(http);
                RawClient client =
                        new RawClient(trusting(keys).getSocketFactory().createSocket(), hub.port())) {
            client.request("GET", "/connection/websocket", "");
            assertThat(client.response()).startsWith("HTTP/1.1 101");
            client.text("{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"news\"}}");
            assertThat(client.frame().text()).startsWith("{\"id\":1,\"connect\":{");
            assertThat(client.frame().text()).isEqualTo("{\"id\":2,\"subscribe\":{}}");

            for (int size : new int[] {1, 5000, 200_000, 3}) {
                hub.publish("news", "\"" + "x".repeat(size) + "\"");
                assertThat(client.frame().text())
                        .hasSize(size + "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":\"\"}}}".length());
            }
            client.text("nonsense");
            assertThat(client.frame().closeCode()).isEqualTo(3501);
        }
    }

    private Path selfSigned() throws IOException, InterruptedException {
        Path keys = directory.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "hub",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keytool.log").toFile())
                .start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).isZero();
        return keys;
    }

    private static SSLContext trusting(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hub", store.getCertificate("hub"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
