package dev.hub.verticles.jwks;

import dev.hub.core.auth.key.JsonWebKeys;
import dev.hub.core.auth.key.KeySetSource;
import dev.hub.core.config.JwksConfig;
import dev.hub.core.network.TlsFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A key set behind a URL. Fetching is bounded in time and size; redirects are not followed, and the certificate must be
 * good for the host. The bounds hold for the answer as a whole, however slowly it drips.
 */
public final class HttpKeySet implements KeySetSource {
    private static final int OK = 200;

    private final HttpClient client;
    private final RequestOptions options;
    private final long timeoutMillis;

    /** The key set that {@code config} names. */
    public HttpKeySet(Vertx vertx, JwksConfig config) {
        this.timeoutMillis = config.timeout().toMillis();
        this.client = vertx.createHttpClient(clientOptions(config), new PoolOptions().setHttp1MaxSize(1));
        this.options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.url())
                .setFollowRedirects(false)
                .setTimeout(timeoutMillis)
                .putHeader(HttpHeaders.ACCEPT, "application/jwk-set+json, application/json");
    }

    private static HttpClientOptions clientOptions(JwksConfig config) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setVerifyHost(true);
        Path authorities = config.caFile();
        return authorities == null
                ? options
                : options.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
    }

    @Override
    public Future<byte[]> fetch() {
        return client.request(options)
                .compose(request -> request.send()
                        .compose(HttpKeySet::body)
                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                        .onFailure(late -> request.reset()))
                .map(Buffer::getBytes)
                .recover(HttpKeySet::explain);
    }

    /** The client says of a certificate that is refused no more than that TLS failed. */
    private static Future<byte[]> explain(Throwable cause) {
        return TlsFault.of(cause)
                .<Future<byte[]>>map(
                        words -> Future.failedFuture(words + "; jwks.ca-file names the authorities to trust"))
                .orElseGet(() -> Future.failedFuture(cause));
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture("it was answered with status " + response.statusCode());
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        response.handler(part -> {
            if (body.length() + part.length() > JsonWebKeys.MAX_BYTES) {
                whole.tryFail("the answer has more than " + JsonWebKeys.MAX_BYTES + " bytes");
                return;
            }
            body.appendBuffer(part);
        });
        return whole.future();
    }
}
