package dev.hub.verticles.decision;

import dev.hub.core.config.EndpointConfig;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Question;
import dev.hub.core.webhook.WebhookSecret;
import dev.hub.core.webhook.WebhookSigner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Posts signed questions to one endpoint over connections that are kept open. Belongs to one event loop. */
final class CallbackClient {
    /** Shorter than servers usually keep an idle connection, so that it is not the server that ends it. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final String JSON = "application/json";
    private static final String AGENT = "hub";
    private static final String TOPIC_HEADER = "hub-topic";

    private final Vertx vertx;
    private final EndpointConfig endpoint;
    private final InstantSource clock;
    private final WebhookSigner signer;
    private final HttpClient http;
    private final Exchange.Limits limits;

    CallbackClient(Vertx vertx, EndpointConfig endpoint, InstantSource clock) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.clock = clock;
        this.signer = new WebhookSigner(
                Stream.of(endpoint.signing().secret(), endpoint.signing().previousSecret())
                        .filter(secret -> !secret.isEmpty())
                        .map(secret -> WebhookSecret.parse(secret.reveal()))
                        .toList());
        this.limits = new Exchange.Limits(
                endpoint.timeout().toMillis(), endpoint.maxAnswerSize().bytes());
        this.http = vertx.httpClientBuilder()
                .with(options(endpoint))
                .with(new PoolOptions().setHttp1MaxSize(endpoint.maxParallel()))
                .build();
    }

    private static HttpClientOptions options(EndpointConfig endpoint) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) endpoint.timeout().toMillis())
                .setSsl(endpoint.url().startsWith("https:"))
                .setVerifyHost(true);
        EndpointConfig.TlsConfig tls = endpoint.tls();
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

    /** A question as it is sent, once or several times. */
    record Letter(String id, Question<?> question, Buffer body) {
        static Letter of(Question<?> question, byte[] body) {
            return new Letter("msg_" + UUID.randomUUID(), question, Buffer.buffer(body));
        }
    }

    /** Sends a question; fails with a {@link CallFault}. */
    Future<Buffer> post(Letter letter) {
        String topic = letter.question().topic().word();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(endpoint.url().replace(EndpointConfig.TOPIC, topic))
                .putHeader(TOPIC_HEADER, topic)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.ACCEPT, JSON)
                .putHeader(HttpHeaders.USER_AGENT, AGENT);
        passOn(options, letter.question().caller().headers());
        sign(options, letter);
        return Exchange.post(vertx, http, options, letter.body(), limits);
    }

    /** A header that a proxy may have set counts before what the client says in its command. */
    private void passOn(RequestOptions options, Caller.ClientHeaders headers) {
        for (String name : endpoint.emulatedHeaders()) {
            headers.emulated().get(name).ifPresent(value -> options.putHeader(name, value));
        }
        for (String name : endpoint.httpHeaders()) {
            headers.transport().get(name).ifPresent(value -> options.putHeader(name, value));
        }
    }

    private void sign(RequestOptions options, Letter letter) {
        long now = clock.instant().getEpochSecond();
        options.putHeader(WebhookSigner.ID_HEADER, letter.id());
        options.putHeader(WebhookSigner.TIMESTAMP_HEADER, Long.toString(now));
        Optional.of(signer)
                .filter(WebhookSigner::signs)
                .map(each -> each.sign(letter.id(), now, letter.body().getBytes()))
                .ifPresent(signature -> options.putHeader(WebhookSigner.SIGNATURE_HEADER, signature));
    }

    Future<Void> close() {
        return http.close();
    }
}
