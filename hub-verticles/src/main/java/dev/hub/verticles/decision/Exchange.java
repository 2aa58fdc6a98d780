package dev.hub.verticles.decision;

import dev.hub.core.network.TlsFault;
import dev.hub.verticles.decision.CallFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, within a time and a size. Redirects are not followed: the answer would come from somebody
 * else. Belongs to one event loop.
 */
final class Exchange {
    private static final int OK = 200;

    private final Promise<Buffer> answer = Promise.promise();
    private final Buffer received = Buffer.buffer();
    private final Limits limits;
    private @Nullable HttpClientRequest request;

    private Exchange(Limits limits) {
        this.limits = limits;
    }

    /**
     * How long it may take, and how long the answer may be.
     *
     * @param millis from connecting to the last byte of the answer
     */
    record Limits(long millis, long maxBytes) {}

    /** Sends {@code body}; fails with a {@link CallFault}. */
    static Future<Buffer> post(Vertx vertx, HttpClient client, RequestOptions options, Buffer body, Limits limits) {
        Exchange exchange = new Exchange(limits);
        long timer = vertx.setTimer(limits.millis(), late -> exchange.giveUp(exchange.late()));
        client.request(options)
                .onSuccess(request -> exchange.send(request, body))
                .onFailure(cause -> exchange.giveUp(new CallFault(Kind.UNREACHED, reason(cause))));
        return exchange.answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void send(HttpClientRequest made, Buffer body) {
        request = made;
        if (answer.future().isComplete()) {
            cut();
            return;
        }
        made.send(body).onSuccess(this::receive).onFailure(cause -> giveUp(new CallFault(Kind.BROKEN, reason(cause))));
    }

    private void receive(HttpClientResponse response) {
        response.exceptionHandler(cause -> giveUp(new CallFault(Kind.BROKEN, reason(cause))))
                .handler(this::take)
                .endHandler(end -> finish(response.statusCode()));
    }

    private void take(Buffer part) {
        if (received.length() + part.length() > limits.maxBytes()) {
            giveUp(tooLong());
        } else {
            received.appendBuffer(part);
        }
    }

    private CallFault late() {
        return new CallFault(Kind.LATE, "it took longer than " + limits.millis() + " ms");
    }

    private CallFault tooLong() {
        return new CallFault(Kind.TOO_LONG, "its answer is longer than " + limits.maxBytes() + " bytes");
    }

    private void finish(int status) {
        if (status == OK) {
            answer.tryComplete(received);
        } else {
            answer.tryFail(CallFault.ofStatus(status));
        }
    }

    /** The connection is of no use any more: something may still come over it. */
    private void giveUp(CallFault fault) {
        if (answer.tryFail(fault)) {
            cut();
        }
    }

    private void cut() {
        if (request != null) {
            request.reset().onFailure(gone -> answer.tryFail(new CallFault(Kind.BROKEN, reason(gone))));
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return TlsFault.of(cause).orElse(message == null ? cause.getClass().getSimpleName() : message);
    }
}
