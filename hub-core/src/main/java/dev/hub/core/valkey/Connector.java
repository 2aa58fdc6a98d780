package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens sockets: one client object for each, so that closing it surely closes the socket. */
final class Connector {

    private final Vertx vertx;
    private final ValkeyOptions options;
    private final LinkSettings settings;

    Connector(Vertx vertx, ValkeyOptions options, LinkSettings settings) {
        this.vertx = vertx;
        this.options = options;
        this.settings = settings;
    }

    /** Opens a socket to a data node, authenticated and in the database; it may take {@code limit}. */
    Future<Wire> openData(Endpoint endpoint, Duration limit) {
        return open(endpoint, options.credentials(), options.database(), limit);
    }

    /** Opens a socket to a sentinel; it may take {@code limit}. */
    Future<Wire> openSentinel(Endpoint endpoint, Credentials credentials, Duration limit) {
        return open(endpoint, credentials, 0, limit);
    }

    /** Fails with {@link ConnectFailedException} only; a socket that comes too late is closed. */
    private Future<Wire> open(Endpoint endpoint, Credentials credentials, int database, Duration limit) {
        try {
            Redis redis = Redis.createClient(vertx, redisOptions(endpoint, credentials, database, limit));
            return redis.connect()
                    .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .map(connection -> new Wire(redis, connection))
                    .recover(cause -> {
                        redis.close();
                        return Future.failedFuture(
                                ConnectFailedException.of(endpoint, options.tls() != null, limit, cause));
                    });
        } catch (RuntimeException e) {
            return Future.failedFuture(ConnectFailedException.of(endpoint, options.tls() != null, limit, e));
        }
    }

    private RedisOptions redisOptions(Endpoint endpoint, Credentials credentials, int database, Duration limit) {
        RedisOptions redis = new RedisOptions()
                .setType(RedisClientType.STANDALONE)
                .setConnectionString(connectionString(endpoint, database))
                .setNetClientOptions(netOptions(endpoint, limit))
                .setMaxPoolSize(1)
                .setMaxPoolWaiting(1)
                .setPoolCleanerInterval(-1)
                .setPoolRecycleTimeout(-1)
                .setPoolName("valkey")
                .setMaxWaitingHandlers(settings.maxInFlight() + Link.RESERVED_SLOTS);
        @Nullable String password = credentials.password();
        if (password != null) {
            redis.setUser(credentials.user() == null ? "default" : credentials.user())
                    .setPassword(password);
        }
        return redis;
    }

    /**
     * The client's own URL, without any secret: it percent-encodes some of them twice. Without database 0: sentinels have no
     * SELECT.
     */
    private String connectionString(Endpoint endpoint, int database) {
        try {
            return switch (endpoint) {
                case Endpoint.Tcp tcp ->
                    (options.tls() == null ? "redis://" : "rediss://") + tcp + (database == 0 ? "" : "/" + database);
                case Endpoint.Unix unix ->
                    new URI("unix", "", unix.path(), database == 0 ? null : "db=" + database, null).toString();
            };
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the path of the unix socket cannot be used: " + endpoint, e);
        }
    }

    private NetClientOptions netOptions(Endpoint endpoint, Duration limit) {
        NetClientOptions net =
                new NetClientOptions().setConnectTimeout((int) limit.toMillis()).setHostnameVerificationAlgorithm("");
        Tls tls = options.tls();
        if (tls == null || endpoint instanceof Endpoint.Unix) {
            return net;
        }
        net.setSsl(true).setSslHandshakeTimeout(limit.toMillis());
        net.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        net.setTrustAll(tls.insecure());
        if (tls.verifyHostname() && !tls.insecure()) {
            net.setHostnameVerificationAlgorithm("HTTPS");
        }
        if (tls.caFile() != null && !tls.insecure()) {
            net.setTrustOptions(new PemTrustOptions().addCertPath(tls.caFile().toString()));
        }
        if (tls.certificateFile() != null && tls.keyFile() != null) {
            net.setKeyCertOptions(new PemKeyCertOptions()
                    .addCertPath(tls.certificateFile().toString())
                    .addKeyPath(tls.keyFile().toString()));
        }
        return net;
    }
}
