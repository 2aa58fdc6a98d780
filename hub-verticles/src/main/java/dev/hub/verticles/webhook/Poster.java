package dev.hub.verticles.webhook;

import dev.hub.core.config.EndpointConfig.TlsConfig;
import dev.hub.core.config.WebhookConfig;
import dev.hub.core.webhook.WebhookSecret;
import dev.hub.core.webhook.WebhookSigner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Posts signed requests to one webhook, over connections that are kept open. What is answered beside the status is thrown
 * away; redirects are not followed. Belongs to one event loop.
 */
final class Poster {
    /** Shorter than servers usually keep an idle connection, so that it is not the server that ends it. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final long LONGEST_WAIT = Delays.LONGEST.toMillis();
    private static final int GONE = 410;
    private static final String JSON = "application/json";
    private static final String AGENT = "hub";

    private final Vertx vertx;
    private final WebhookConfig webhook;
    private final InstantSource clock;
    private final WebhookSigner signer;
    private final HttpClient http;

    Poster(Vertx vertx, WebhookConfig webhook, InstantSource clock) {
        this.vertx = vertx;
        this.webhook = webhook;
        this.clock = clock;
        this.signer = new WebhookSigner(
                Stream.of(webhook.signing().secret(), webhook.signing().previousSecret())
                        .filter(secret -> !secret.isEmpty())
                        .map(secret -> WebhookSecret.parse(secret.reveal()))
                        .toList());
        this.http = vertx.httpClientBuilder()
                .with(options(webhook))
                .with(new PoolOptions().setHttp1MaxSize(webhook.maxParallel()))
                .build();
    }

    private static HttpClientOptions options(WebhookConfig webhook) {
        HttpClientOptions options = new HttpClientOptions()
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) webhook.timeout().toMillis())
                .setSsl(webhook.url().startsWith("https:"))
                .setVerifyHost(true);
        TlsConfig tls = webhook.tls();
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

    /** Sends the events; never fails. */
    Future<Answer> post(List<WebhookEvent> events) {
        byte[] body = body(events);
        Promise<Answer> answer = Promise.promise();
        long timer = vertx.setTimer(
                webhook.timeout().toMillis(),
                late -> answer.tryComplete(new Answer.Failed(
                        "no answer within " + webhook.timeout().toMillis() + " ms", 0)));
        http.request(request(id(events), body))
                .onSuccess(request -> send(request, body, answer))
                .onFailure(cause -> answer.tryComplete(failed(cause)));
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** The event's own id; that of several is the same as long as the same are sent together. */
    private static String id(List<WebhookEvent> events) {
        String first = events.getFirst().id();
        return events.size() == 1 ? first : first + "+" + (events.size() - 1);
    }

    private byte[] body(List<WebhookEvent> events) {
        Buffer body = Buffer.buffer("{\"webhook\":\"" + webhook.name() + "\",\"events\":[");
        for (int i = 0; i < events.size(); i++) {
            body.appendString(i == 0 ? "" : ",")
                    .appendBytes(events.get(i).json().bytes());
        }
        return body.appendString("]}").getBytes();
    }

    private RequestOptions request(String id, byte[] body) {
        long now = clock.instant().getEpochSecond();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(webhook.url())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.USER_AGENT, AGENT)
                .putHeader(WebhookSigner.ID_HEADER, id)
                .putHeader(WebhookSigner.TIMESTAMP_HEADER, Long.toString(now));
        if (signer.signs()) {
            options.putHeader(WebhookSigner.SIGNATURE_HEADER, signer.sign(id, now, body));
        }
        if (!webhook.authorization().isEmpty()) {
            options.putHeader(HttpHeaders.AUTHORIZATION, webhook.authorization().reveal());
        }
        return options;
    }

    /** Once it is late, the connection is of no use any more: an answer may still come over it. */
    private static void send(HttpClientRequest request, byte[] body, Promise<Answer> answer) {
        answer.future().onComplete(done -> {
            if (done.result() instanceof Answer.Failed) {
                request.reset();
            }
        });
        if (!answer.future().isComplete()) {
            request.send(Buffer.buffer(body))
                    .onSuccess(response -> receive(response, answer))
                    .onFailure(cause -> answer.tryComplete(failed(cause)));
        }
    }

    private static void receive(HttpClientResponse response, Promise<Answer> answer) {
        response.exceptionHandler(cause -> answer.tryComplete(failed(cause)))
                .endHandler(end -> answer.tryComplete(judge(response)))
                .handler(ignored -> {});
    }

    private static Answer judge(HttpClientResponse response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new Answer.Taken();
        }
        return status == GONE
                ? new Answer.Gone()
                : new Answer.Failed("status " + status, waitMillis(response.getHeader(HttpHeaders.RETRY_AFTER)));
    }

    /** Seconds; a date, which the header may hold as well, counts as nothing. */
    private static long waitMillis(@org.jspecify.annotations.Nullable String seconds) {
        boolean isNumber = seconds != null && seconds.matches("\\d{1,6}");
        return isNumber ? Math.min(LONGEST_WAIT, Long.parseLong(seconds) * 1000) : 0;
    }

    private static Answer failed(Throwable cause) {
        String message = cause.getMessage();
        return new Answer.Failed(message == null ? cause.getClass().getSimpleName() : message, 0);
    }

    Future<Void> close() {
        return http.close();
    }
}
