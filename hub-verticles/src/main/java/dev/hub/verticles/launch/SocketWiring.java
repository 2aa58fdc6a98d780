package dev.hub.verticles.launch;

import dev.hub.core.auth.TokenVerifier;
import dev.hub.core.channel.CurrentNamespaces;
import dev.hub.core.config.AuthConfig;
import dev.hub.core.config.ClientConfig;
import dev.hub.core.config.HubConfig;
import dev.hub.core.config.ServerConfig;
import dev.hub.core.config.UsersConfig;
import dev.hub.core.network.TrustedProxies;
import dev.hub.core.revocation.CurrentRevocations;
import dev.hub.websocket.AdmissionRules;
import dev.hub.websocket.WebSocketSettings;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.access.UserLimits;
import dev.hub.websocket.connection.ConnectionLimits;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.InstantSource;

/** Turns the configuration into what the sockets take. */
final class SocketWiring {
    /** After so long without a byte an HTTP connection is closed; WebSockets have their own pings. */
    private static final int HTTP_IDLE_SECONDS = 75;

    private static final int QUEUES_SHARE_OF_HEAP = 4;

    private SocketWiring() {}

    /** What may wait for the sockets of all event loops together. */
    private static long queueMemory(ServerConfig server) {
        long configured = server.queueMemory().bytes();
        return configured > 0 ? configured : Runtime.getRuntime().maxMemory() / QUEUES_SHARE_OF_HEAP;
    }

    static WebSocketSettings settings(int loop, HubConfig config) {
        int loops = Meters.eventLoops(config.server());
        return new WebSocketSettings(
                loop,
                Version.ofThisHub(),
                share(config.client().connectionLimit(), loops),
                config.server().drainTime(),
                limits(config.client()),
                queueMemory(config.server()),
                admission(config));
    }

    private static AdmissionRules admission(HubConfig config) {
        UsersConfig users = config.users();
        return new AdmissionRules(
                config.client().ipConnectionLimit(),
                TrustedProxies.of(config.server().trustedProxies()),
                new UserLimits(users.presence(), users.connectionLimit(), users.singleConnection()),
                config.rateLimits().abuseLimit());
    }

    /** Connections are spread evenly over the event loops; so is their limit. */
    private static int share(int limit, int loops) {
        return limit == 0 ? Integer.MAX_VALUE : Math.ceilDiv(limit, loops);
    }

    private static ConnectionLimits limits(ClientConfig client) {
        return new ConnectionLimits(
                client.pingInterval(),
                client.pongTimeout(),
                client.connectTimeout(),
                client.expiredCloseDelay(),
                (int) client.messageSizeLimit().bytes(),
                (int) client.queueMaxSize().bytes(),
                client.channelLimit(),
                client.recoveryMaxPublicationLimit(),
                client.historyMaxPublicationLimit());
    }

    static ClientAccess access(
            HubConfig config,
            TokenVerifier tokens,
            CurrentNamespaces namespaces,
            CurrentRevocations revocations,
            InstantSource clock) {
        AuthConfig auth = config.auth();
        return new ClientAccess(
                tokens,
                namespaces,
                auth.insecure(),
                auth.allowAnonymous(),
                auth.allowedOrigins(),
                clock,
                revocations,
                config.callbacks().routes(),
                config.callbacks().keptHeaders(),
                auth.restrictRpc());
    }

    /** OpenSSL is several times cheaper for each handshake; where it cannot be loaded the JDK does it. */
    static HttpServerOptions http(ServerConfig server) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setIdleTimeout(HTTP_IDLE_SECONDS)
                .setStrictThreadMode(true);
        ServerConfig.TlsConfig tls = server.tls();
        if (!tls.enabled()) {
            return options;
        }
        return options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(String.valueOf(tls.certFile()))
                        .setKeyPath(String.valueOf(tls.keyFile())))
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions());
    }
}
