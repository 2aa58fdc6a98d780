package dev.hub.verticles.decision;

import dev.failsafe.CircuitBreaker;
import dev.hub.core.config.EndpointConfig;
import dev.hub.core.decision.Decision;
import dev.hub.core.decision.Grant;
import dev.hub.core.decision.JsonDecisions;
import dev.hub.core.decision.JsonQuestions;
import dev.hub.core.decision.Question;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.verticles.decision.CallFault.Kind;
import dev.hub.verticles.decision.CallbackClient.Letter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One address at which the application decides: so many questions at a time, asked again where that helps, and none while
 * it is down. Without an answer that makes sense the client is refused, temporarily. Belongs to one event loop.
 */
final class Callback {
    /** Less than the asker waits, so that it learns what it was. */
    static final Duration PATIENCE = Duration.ofMillis(3700);

    private static final int MIN_PAUSE_MILLIS = 20;
    private static final int MAX_PAUSE_MILLIS = 120;

    private final Vertx vertx;
    private final EndpointConfig endpoint;
    private final CallbackClient client;
    private final CallbackReports reports;
    private final CallGate gate;
    private final CircuitBreaker<Object> breaker;
    private final RandomGenerator random = RandomGenerator.getDefault();

    Callback(Vertx vertx, EndpointConfig endpoint, CallbackClient client, CallbackReports reports) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.client = client;
        this.reports = reports;
        this.gate = new CallGate(endpoint.maxParallel(), endpoint.maxWaiting());
        this.breaker = CircuitBreaker.builder()
                .withFailureThreshold(
                        endpoint.breaker().failures(), 2 * endpoint.breaker().failures())
                .withDelay(endpoint.breaker().pause())
                .withSuccessThreshold(1)
                .onOpen(opened -> reports.paused(endpoint.breaker().pause()))
                .onClose(closed -> reports.resumed())
                .build();
        reports.export(gate);
    }

    /** Asks; fails with a temporary error when there is no answer that makes sense. */
    <G extends Grant> Future<Decision<G>> ask(Question<G> question) {
        CallbackReports.Asking asking = reports.begin(question);
        return answer(question)
                .map(answer -> read(question, answer))
                .onSuccess(decision -> asking.answered())
                .onFailure(asking::failed)
                .recover(fault -> Future.failedFuture(HubException.of(ErrorCode.INTERNAL)));
    }

    private static <G extends Grant> Decision<G> read(Question<G> question, Buffer answer) {
        return JsonDecisions.decode(question, answer.getBytes());
    }

    private Future<Buffer> answer(Question<?> question) {
        Promise<Buffer> answer = Promise.promise();
        long timer = vertx.setTimer(
                PATIENCE.toMillis(),
                over -> answer.tryFail(new CallFault(Kind.WAITED, "its turn did not come in time")));
        Letter letter = Letter.of(question, JsonQuestions.encode(question, endpoint.includeMeta()));
        boolean isHarmless = question.topic().isHarmless();
        boolean entered = gate.enter(
                () -> !answer.future().isComplete(),
                () -> attempt(letter, isHarmless, endpoint.retries(), answer)
                        .onSuccess(answer::tryComplete)
                        .onFailure(answer::tryFail));
        if (!entered) {
            answer.tryFail(new CallFault(Kind.CROWDED, "more than callbacks.endpoints[].max-waiting questions wait"));
        }
        return answer.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private Future<Buffer> attempt(Letter letter, boolean isHarmless, int left, Promise<Buffer> asker) {
        if (!breaker.tryAcquirePermit()) {
            return Future.failedFuture(new CallFault(Kind.PAUSED, "it is left alone because it failed too often"));
        }
        return client.post(letter)
                .onComplete(done -> judge(done.cause()))
                .recover(cause -> isWorthAnother(cause, isHarmless, left, asker)
                        ? pause().compose(over -> attempt(letter, isHarmless, left - 1, asker))
                        : Future.failedFuture(cause));
    }

    private static boolean isWorthAnother(Throwable cause, boolean isHarmless, int left, Promise<Buffer> asker) {
        return left > 0
                && !asker.future().isComplete()
                && cause instanceof CallFault fault
                && fault.mayBeRepeated(isHarmless);
    }

    private void judge(@Nullable Throwable cause) {
        if (cause instanceof CallFault fault && fault.kind().isOutage()) {
            reports.outage(fault);
            breaker.recordFailure();
        } else {
            breaker.recordSuccess();
        }
    }

    /** A moment at random, so that what failed together is not tried again together. */
    private Future<?> pause() {
        return vertx.timer(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS));
    }

    Future<Void> close() {
        reports.close();
        return client.close();
    }
}
