package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Puts the same question to several servers at once, so that a dead one among them costs no time. */
final class Poll<T> {

    private final Promise<List<T>> result = Promise.promise();
    private final List<T> answers = new ArrayList<>();
    private final Set<String> faults = new TreeSet<>();
    private final Predicate<List<T>> enough;
    private int open;

    private Poll(int asked, Predicate<List<T>> enough) {
        this.open = asked;
        this.enough = enough;
    }

    /**
     * Completes when the answers are enough, or else when all have answered or failed and there is at least one answer.
     * Fails when there is none, with every different reason in the text.
     */
    static <T> Future<List<T>> ask(
            Collection<Endpoint> endpoints, Function<Endpoint, Future<T>> question, Predicate<List<T>> enough) {
        Poll<T> poll = new Poll<>(endpoints.size(), enough);
        for (Endpoint endpoint : endpoints) {
            question.apply(endpoint).onComplete(poll::settle);
        }
        return poll.result.future();
    }

    /** Sends the requests on the socket at once, waits for all answers, and closes it. */
    static Future<List<Response>> once(Wire wire, long timeoutMillis, Request... requests) {
        List<Future<Response>> answers = new ArrayList<>();
        for (Request request : requests) {
            answers.add(wire.ask(request));
        }
        return Future.all(answers)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .map(all -> all.<Response>list())
                .onComplete(all -> wire.close());
    }

    private void settle(T answer, Throwable cause) {
        open--;
        if (cause == null) {
            answers.add(answer);
        } else {
            faults.add(String.valueOf(cause.getMessage()));
        }
        if (answers.isEmpty() && open == 0) {
            result.tryFail(new ValkeyUnavailableException(String.join("; ", faults)));
        } else if (open == 0 || (!answers.isEmpty() && enough.test(answers))) {
            result.tryComplete(List.copyOf(answers));
        }
    }
}
