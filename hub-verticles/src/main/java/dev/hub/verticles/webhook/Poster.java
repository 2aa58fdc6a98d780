package dev.hub.verticles.webhook;

import dev.hub.core.config.WebhookConfig;
import dev.hub.core.network.TlsFault;
import dev.hub.verticles.outgoing.SignedRequests;
import dev.hub.verticles.outgoing.SignedRequests.Peer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts signed requests to one webhook, over connections that are kept open. What is answered beside the status is thrown
 * away; redirects are not followed. Belongs to one event loop.
 */
final class Poster {
    private static final long LONGEST_WAIT = Delays.LONGEST.toMillis();
    private static final int GONE = 410;

    private final Vertx vertx;
    private final WebhookConfig webhook;
    private final SignedRequests requests;

    Poster(Vertx vertx, WebhookConfig webhook, InstantSource clock) {
        this.vertx = vertx;
        this.webhook = webhook;
        this.requests = new SignedRequests(
                vertx,
                new Peer(webhook.url(), webhook.timeout(), webhook.maxParallel(), webhook.signing(), webhook.tls()),
                clock);
    }

    /** Sends the events; never fails. */
    Future<Answer> post(List<WebhookEvent> events) {
        byte[] body = body(events);
        Promise<Answer> answer = Promise.promise();
        long timer = vertx.setTimer(
                webhook.timeout().toMillis(),
                late -> answer.tryComplete(new Answer.Failed(
                        "no answer within " + webhook.timeout().toMillis() + " ms", 0)));
        requests.client()
                .request(request(id(events), body))
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
        RequestOptions options = requests.post(webhook.url(), id, body);
        return webhook.authorization().isEmpty()
                ? options
                : options.putHeader(
                        HttpHeaders.AUTHORIZATION, webhook.authorization().reveal());
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
    private static long waitMillis(@Nullable String seconds) {
        boolean isNumber = seconds != null && seconds.matches("\\d{1,6}");
        return isNumber ? Math.min(LONGEST_WAIT, Long.parseLong(seconds) * 1000) : 0;
    }

    private static Answer failed(Throwable cause) {
        String message = cause.getMessage();
        return new Answer.Failed(
                TlsFault.of(cause).orElse(message == null ? cause.getClass().getSimpleName() : message), 0);
    }

    Future<Void> close() {
        return requests.close();
    }
}
