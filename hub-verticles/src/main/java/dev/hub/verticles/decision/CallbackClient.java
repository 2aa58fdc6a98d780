package dev.hub.verticles.decision;

import dev.hub.core.config.EndpointConfig;
import dev.hub.core.decision.Caller;
import dev.hub.core.decision.Question;
import dev.hub.verticles.outgoing.SignedRequests;
import dev.hub.verticles.outgoing.SignedRequests.Peer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import java.time.InstantSource;
import java.util.UUID;

/** Posts signed questions to one endpoint over connections that are kept open. Belongs to one event loop. */
final class CallbackClient {
    private static final String TOPIC_HEADER = "hub-topic";

    private final Vertx vertx;
    private final EndpointConfig endpoint;
    private final SignedRequests requests;
    private final Exchange.Limits limits;

    CallbackClient(Vertx vertx, EndpointConfig endpoint, InstantSource clock) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.limits = new Exchange.Limits(
                endpoint.timeout().toMillis(), endpoint.maxAnswerSize().bytes());
        this.requests = new SignedRequests(
                vertx,
                new Peer(
                        endpoint.url(), endpoint.timeout(), endpoint.maxParallel(), endpoint.signing(), endpoint.tls()),
                clock);
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
        String url = endpoint.url().replace(EndpointConfig.TOPIC, topic);
        RequestOptions options =
                requests.post(url, letter.id(), letter.body().getBytes()).putHeader(TOPIC_HEADER, topic);
        passOn(options, letter.question().caller().headers());
        return Exchange.post(vertx, requests.client(), options, letter.body(), limits);
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

    Future<Void> close() {
        return requests.close();
    }
}
