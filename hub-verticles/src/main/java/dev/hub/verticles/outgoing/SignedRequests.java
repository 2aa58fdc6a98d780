package dev.hub.verticles.outgoing;

import dev.hub.core.config.EndpointConfig.SigningConfig;
import dev.hub.core.config.EndpointConfig.TlsConfig;
import dev.hub.core.webhook.WebhookSecret;
import dev.hub.core.webhook.WebhookSigner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * Makes requests to one server of the application, signed as Standard Webhooks say, and the client that sends them over
 * connections that are kept open. Belongs to one event loop.
 */
public final class SignedRequests {
    /** Shorter than servers usually keep an idle connection, so that it is not the server that ends it. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final String JSON = "application/json";
    private static final String AGENT = "hub";

    private final InstantSource clock;
    private final WebhookSigner signer;
    private final HttpClient http;

    /**
     * The server that is spoken to.
     *
     * @param url that requests go to, or how all of theirs begin
     * @param timeout of connecting
     * @param maxParallel connections at the same time
     */
    public record Peer(String url, Duration timeout, int maxParallel, SigningConfig signing, TlsConfig tls) {}

    /** Nothing is connected before the first request. */
    public SignedRequests(Vertx vertx, Peer peer, InstantSource clock) {
        this.clock = clock;
        this.signer = new WebhookSigner(
                Stream.of(peer.signing().secret(), peer.signing().previousSecret())
                        .filter(secret -> !secret.isEmpty())
                        .map(secret -> WebhookSecret.parse(secret.reveal()))
                        .toList());
        this.http = vertx.httpClientBuilder()
                .with(options(peer))
                .with(new PoolOptions().setHttp1MaxSize(peer.maxParallel()))
                .build();
    }

    private static HttpClientOptions options(Peer peer) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) peer.timeout().toMillis())
                .setSsl(peer.url().startsWith("https:"))
                .setVerifyHost(true);
        TlsConfig tls = peer.tls();
        if (tls.caFile() != null) {
            options.setTrustOptions(
                    new PemTrustOptions().addCertPath(tls.caFile().toString()));
        }
        if (tls.certFile() != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(tls.certFile().toString())
                    .setKeyPath(String.valueOf(tls.keyFile())));
        }
        return options;
    }

    /** What sends them. */
    public HttpClient client() {
        return http;
    }

    /**
     * A request that posts JSON.
     *
     * @param id the same whenever the same is posted again
     */
    public RequestOptions post(String url, String id, byte[] body) {
        long now = clock.instant().getEpochSecond();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(url)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.ACCEPT, JSON)
                .putHeader(HttpHeaders.USER_AGENT, AGENT)
                .putHeader(WebhookSigner.ID_HEADER, id)
                .putHeader(WebhookSigner.TIMESTAMP_HEADER, Long.toString(now));
        return signer.signs() ? options.putHeader(WebhookSigner.SIGNATURE_HEADER, signer.sign(id, now, body)) : options;
    }

    /** Ends all connections. */
    public Future<Void> close() {
        return http.close();
    }
}
