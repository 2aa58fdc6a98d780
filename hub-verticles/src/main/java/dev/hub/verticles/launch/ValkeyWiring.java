package dev.hub.verticles.launch;

import dev.hub.core.auth.Secret;
import dev.hub.core.config.ValkeyConfig;
import dev.hub.core.valkey.Credentials;
import dev.hub.core.valkey.DurableSettings;
import dev.hub.core.valkey.Keyspace;
import dev.hub.core.valkey.LinkSettings;
import dev.hub.core.valkey.Tls;
import dev.hub.core.valkey.ValkeyAccess;
import dev.hub.core.valkey.ValkeyOptions;
import dev.hub.core.valkey.ValkeyUrl;
import java.nio.file.Path;

/** Turns the section {@code valkey} of the configuration into what the access to Valkey takes. */
final class ValkeyWiring {
    private ValkeyWiring() {}

    /**
     * The servers at {@code url}, with the credentials and TLS settings that the configuration adds to it.
     *
     * @throws IllegalArgumentException when the URL is malformed or does not go with them
     */
    static ValkeyAccess access(ValkeyConfig config, String url) {
        ValkeyOptions options = ValkeyUrl.parse(url);
        if (!config.password().isEmpty() || !config.username().isEmpty()) {
            options = options.withCredentials(credentials(config.username(), config.password()));
        }
        if (!config.sentinelPassword().isEmpty() || !config.sentinelUsername().isEmpty()) {
            options =
                    options.withSentinelCredentials(credentials(config.sentinelUsername(), config.sentinelPassword()));
        }
        if (options.tls() != null) {
            options = options.withTls(tls(options.tls(), config.tls()));
        }
        return new ValkeyAccess(options, settings(config), new Keyspace(config.prefix()));
    }

    private static LinkSettings settings(ValkeyConfig config) {
        return LinkSettings.DEFAULT
                .withTimeouts(config.connectTimeout(), config.commandTimeout())
                .withDurable(new DurableSettings(config.durableReplicas(), config.durableTimeout()))
                .withHeartbeatChannel(config.prefix() + "heartbeat");
    }

    private static Credentials credentials(String username, Secret password) {
        return new Credentials(username.isEmpty() ? null : username, password.isEmpty() ? null : password.reveal());
    }

    private static Tls tls(Tls base, ValkeyConfig.TlsConfig config) {
        Path authorities = config.caFile();
        Path certificate = config.certFile();
        Path key = config.keyFile();
        Tls tls = authorities == null ? base : base.trusting(authorities);
        tls = certificate == null || key == null ? tls : tls.presenting(certificate, key);
        return config.verifyHostname() ? tls : tls.withoutHostnameVerification();
    }
}
