package dev.hub.core.config;

import dev.hub.core.network.TrustedProxies;
import dev.hub.core.option.Durations;
import dev.hub.core.option.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the hub listens and how it stops. Each component is explained in {@code conf/hub.yaml}, section {@code server}.
 */
public record ServerConfig(
        String host,
        @Range(min = "0", max = "65535") int port,
        TlsConfig tls,
        Transport transport,
        @Range(min = "0", max = "1024") int eventLoops,
        @Range(min = "0s", max = "10m") Duration drainTime,
        @Range(min = "1s", max = "1h") Duration shutdownTimeout,
        @Range(min = "0B", max = "1024GiB") DataSize queueMemory,
        List<String> trustedProxies,
        String name) {
    /** The port unless another is configured. */
    public static final int DEFAULT_PORT = 8000;

    private static final int MAX_NAME = 64;

    /** Copies {@code trustedProxies}. */
    public ServerConfig {
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** What holds unless configured otherwise. */
    public static ServerConfig defaults() {
        return new ServerConfig(
                "127.0.0.1",
                DEFAULT_PORT,
                new TlsConfig(false, null, null),
                Transport.AUTO,
                0,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                new DataSize(0),
                List.of(),
                "");
    }

    /** Certificate and key, both as PEM files. */
    public record TlsConfig(
            boolean enabled,
            @Nullable Path certFile,
            @Nullable Path keyFile) {}

    /** Only this machine can reach the hub. Decided by the name alone, without asking the DNS. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    void check(Rules rules) {
        rules.require(!host.isBlank(), "server.host", host, "must be an address or a name, 0.0.0.0 for all interfaces");
        rules.require(
                drainTime.compareTo(shutdownTimeout) <= 0,
                "server.drain-time",
                drainTime,
                "must not be longer than server.shutdown-timeout (" + Durations.format(shutdownTimeout) + ")");
        rules.require(
                name.length() <= MAX_NAME && name.chars().allMatch(c -> c > 0x20 && c < 0x7f),
                "server.name",
                name,
                "must be at most " + MAX_NAME + " printable ASCII characters without spaces");
        for (String proxy : trustedProxies) {
            rules.require(
                    TrustedProxies.isNetwork(proxy),
                    "server.trusted-proxies",
                    proxy,
                    "must each be an address or a network such as 10.0.0.0/8");
        }
        boolean both = tls.certFile != null && tls.keyFile != null;
        rules.require(
                both || tls.certFile == null,
                "server.tls.cert-file",
                tls.certFile,
                "needs server.tls.key-file as well");
        rules.require(
                both || tls.keyFile == null, "server.tls.key-file", tls.keyFile, "needs server.tls.cert-file as well");
        rules.require(
                !tls.enabled || tls.certFile != null || tls.keyFile != null,
                "server.tls.enabled",
                true,
                "needs server.tls.cert-file and server.tls.key-file");
        rules.require(
                tls.enabled || !both,
                "server.tls.enabled",
                false,
                "must be true when a certificate is given, or the certificate be left out");
    }
}
