package dev.hub.verticles.jwks;

import dev.hub.core.auth.TestKeys;
import dev.hub.core.testkit.TlsCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An identity provider's key set on a real socket, well behaved or not. */
public final class Publisher {
    /** How the publisher answers. */
    enum Mood {
        WELL,
        FAILING,
        HANGING,
        DRIPPING,
        GARBAGE,
        ENDLESS,
        REDIRECTING,
        CUT
    }

    private final HttpServer server;
    private final String scheme;
    private final Vertx vertx;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Mood mood = Mood.WELL;
    private volatile byte[] set;

    Publisher(Vertx vertx, JsonObject... keys) throws Exception {
        this(vertx, new HttpServerOptions().setHost("127.0.0.1"), keys);
    }

    private Publisher(Vertx vertx, HttpServerOptions options, JsonObject... keys) throws Exception {
        this.vertx = vertx;
        this.set = TestKeys.set(keys);
        this.scheme = options.isSsl() ? "https" : "http";
        this.server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, options.getHost())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** One that shows {@code certificate}. */
    public static Publisher overTls(Vertx vertx, TlsCertificate certificate, JsonObject... keys) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("0.0.0.0")
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.certificate().toString())
                        .setKeyPath(certificate.key().toString()));
        return new Publisher(vertx, options, keys);
    }

    /** Where it is, by the address that its certificate names. */
    public String url() {
        return url("127.0.0.1");
    }

    /** The same by another name of this machine. */
    String url(String host) {
        return scheme + "://" + host + ":" + server.actualPort() + "/keys";
    }

    int requests() {
        return requests.get();
    }

    void publish(JsonObject... keys) {
        set = TestKeys.set(keys);
    }

    void is(Mood next) {
        mood = next;
    }

    private void answer(HttpServerRequest request) {
        requests.incrementAndGet();
        switch (mood) {
            case WELL -> request.response().end(Buffer.buffer(set));
            case FAILING -> request.response().setStatusCode(503).end(Buffer.buffer(set));
            case HANGING -> request.response().setChunked(true).write("{\"keys\":[");
            case DRIPPING -> drip(request);
            case GARBAGE -> request.response().end("<html>Sign in</html>");
            case ENDLESS -> request.response().end(Buffer.buffer(new byte[1 << 20]));
            case REDIRECTING ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", url())
                        .end();
            case CUT -> request.connection().close();
        }
    }

    private void drip(HttpServerRequest request) {
        request.response().setChunked(true);
        long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
        request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
    }
}
