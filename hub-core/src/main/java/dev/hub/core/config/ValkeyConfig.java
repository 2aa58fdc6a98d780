package dev.hub.core.config;

import dev.hub.core.auth.Secret;
import dev.hub.core.option.Range;
import dev.hub.core.valkey.ValkeyUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server that all hubs share. Each component is explained in {@code conf/hub.yaml}, section {@code valkey}. */
public record ValkeyConfig(
        Secret url,
        Path dataDir,
        String prefix,
        String username,
        Secret password,
        String sentinelUsername,
        Secret sentinelPassword,
        @Range(min = "50ms", max = "1m") Duration connectTimeout,
        @Range(min = "50ms", max = "1m") Duration commandTimeout,
        @Range(min = "1", max = "16") int durableReplicas,
        @Range(min = "10ms", max = "30s") Duration durableTimeout,
        TlsConfig tls,
        @Range(min = "0", max = "1024") int channelShards,
        @Range(min = "0s", max = "10m") Duration unsubscribeDelay) {
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9:_.-]{1,64}");

    /** What holds unless configured otherwise. */
    public static ValkeyConfig defaults() {
        return new ValkeyConfig(
                Secret.NONE,
                Path.of("data"),
                "hub:",
                "",
                Secret.NONE,
                "",
                Secret.NONE,
                Duration.ofMillis(700),
                Duration.ofSeconds(3),
                1,
                Duration.ofSeconds(1),
                new TlsConfig(null, null, null, true),
                0,
                Duration.ofSeconds(1));
    }

    /** Whom to trust and what to show, all as PEM files; a null authority trusts those of the JDK. */
    public record TlsConfig(
            @Nullable Path caFile,
            @Nullable Path certFile,
            @Nullable Path keyFile,
            boolean verifyHostname) {
        private boolean isDefault() {
            return caFile == null && certFile == null && keyFile == null && verifyHostname;
        }
    }

    /** No server is configured: the hub runs one of its own. */
    public boolean isPrivate() {
        return url.isEmpty();
    }

    /** The same with another data directory. */
    public ValkeyConfig withDataDir(Path other) {
        return new ValkeyConfig(
                url,
                other,
                prefix,
                username,
                password,
                sentinelUsername,
                sentinelPassword,
                connectTimeout,
                commandTimeout,
                durableReplicas,
                durableTimeout,
                tls,
                channelShards,
                unsubscribeDelay);
    }

    void check(Rules rules) {
        String text = url.reveal();
        String fault = faultOfUrl(text);
        rules.require(fault.isEmpty(), "valkey.url", "", "is refused: " + fault);
        rules.require(
                PREFIX.matcher(prefix).matches(),
                "valkey.prefix",
                prefix,
                "must be 1 to 64 letters, digits or one of : _ . -");
        rules.require(
                tls.certFile == null || tls.keyFile != null,
                "valkey.tls.cert-file",
                tls.certFile,
                "needs valkey.tls.key-file as well");
        rules.require(
                tls.keyFile == null || tls.certFile != null,
                "valkey.tls.key-file",
                tls.keyFile,
                "needs valkey.tls.cert-file as well");
        checkUse(rules, text);
    }

    /** The text never holds what may be a password. */
    private static String faultOfUrl(String url) {
        try {
            if (!url.isEmpty()) {
                ValkeyUrl.parse(url);
            }
            return "";
        } catch (IllegalArgumentException malformed) {
            return String.valueOf(malformed.getMessage());
        }
    }

    /** What has no effect is refused: whoever set it believes that it protects something. */
    private void checkUse(Rules rules, String text) {
        String pointless = "has no effect without ";
        boolean isTls = text.startsWith("valkeys") || text.startsWith("rediss");
        boolean isSentinel = text.contains("+sentinel://");
        rules.require(username.isEmpty() || !isPrivate(), "valkey.username", username, pointless + "valkey.url");
        rules.require(password.isEmpty() || !isPrivate(), "valkey.password", password, pointless + "valkey.url");
        rules.require(
                sentinelUsername.isEmpty() || isSentinel,
                "valkey.sentinel-username",
                sentinelUsername,
                pointless + "a valkey+sentinel:// URL");
        rules.require(
                sentinelPassword.isEmpty() || isSentinel,
                "valkey.sentinel-password",
                sentinelPassword,
                pointless + "a valkey+sentinel:// URL");
        rules.require(tls.isDefault() || isTls, "valkey.tls", "", pointless + "a valkeys:// or rediss:// URL");
    }
}
