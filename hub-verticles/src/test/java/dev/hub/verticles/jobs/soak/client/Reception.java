package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Start;
import dev.hub.verticles.jobs.soak.judge.Start.Answer;
import dev.hub.verticles.jobs.soak.judge.Start.Attempt;
import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where workers in processes of their own say what they are about to do and what came of it, so that the ledger knows it in
 * order: they wait for the answer before they go on. It tells them what to do with each job, too. By HTTP on 127.0.0.1:
 *
 * <ul>
 *   <li>{@code asks}: they are about to ask for jobs; {@code moment} is answered
 *   <li>{@code got}: {@code jobs}, and the {@code moment} when they asked; {@code plans} are answered, of each its {@code start},
 *       for how long to work, and the words to say then
 *   <li>{@code saying}: the {@code verb} of one of them is about to be said of a start; {@code attempt} is answered
 *   <li>{@code said}: the {@code answer} to an attempt: accepted, refused or unknown
 * </ul>
 */
public final class Reception {
    private static final int SHORTEST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 120;

    private final Desk desk;
    private final long seed;
    private final List<Start> starts = new ArrayList<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private final Future<Integer> port;
    private boolean isGood;

    /** Opens it. */
    public Reception(Desk desk, long seed) {
        this.desk = desk;
        this.seed = seed;
        HttpServer server = desk.vertx().createHttpServer();
        server.requestHandler(request -> request.body().onSuccess(body -> {
            JsonObject asked = body.length() == 0 ? new JsonObject() : new JsonObject(body);
            request.response()
                    .send(answer(Objects.requireNonNull(request.path()).substring(1), asked));
        }));
        this.port = server.listen(0, "127.0.0.1").map(HttpServer::actualPort);
    }

    /** Where it is. */
    Future<Integer> port() {
        return port;
    }

    Desk desk() {
        return desk;
    }

    /** From now on they are to complete whatever they get. */
    void beGood() {
        isGood = true;
    }

    private Buffer answer(String what, JsonObject asked) {
        JsonObject answer = switch (what) {
            case "asks" -> new JsonObject().put("moment", desk.ledger().now());
            case "got" -> new JsonObject().put("plans", plans(asked));
            case "saying" -> saying(asked);
            case "said" -> said(asked);
            default -> throw new IllegalArgumentException("no such word: " + what);
        };
        return answer.toBuffer();
    }

    private JsonArray plans(JsonObject asked) {
        JsonArray plans = new JsonArray();
        for (Object each : asked.getJsonArray("jobs")) {
            plans.add(plan((JsonObject) each, asked.getString("worker"), asked.getLong("moment")));
        }
        return plans;
    }

    private JsonObject plan(JsonObject job, String worker, long moment) {
        String id = job.getString("id");
        long epoch = job.getLong("epoch");
        long until = job.getLong("lease_until");
        long lease = job.getLong("lease_ms");
        starts.add(desk.ledger().started(id, epoch, worker, moment, until - lease, until));
        Conduct conduct = isGood ? Conduct.COMPLETES : Conduct.of(seed, id, epoch);
        desk.tally().add("starts");
        desk.tally().add("starts in processes");
        desk.tally().add(conduct);
        long works = SHORTEST_MILLIS + Math.floorMod(id.hashCode() * 31L + epoch, LONGEST_MILLIS);
        JsonObject claim =
                new JsonObject().put("queue", desk.queue()).put("id", id).put("epoch", epoch);
        JsonArray words = new JsonArray();
        verbs(conduct).forEach(verb -> words.add(Word.of(verb, worker, claim).toJson()));
        return new JsonObject()
                .put("start", starts.size() - 1)
                .put("wait_ms", conduct == Conduct.HANGS ? lease + lease / 2 : works)
                .put("words", words);
    }

    private static Stream<Verb> verbs(Conduct conduct) {
        return switch (conduct) {
            case COMPLETES, EXTENDS, HANGS -> Stream.of(Verb.DONE);
            case FAILS -> Stream.of(Verb.FAIL);
            case GIVES_UP -> Stream.of(Verb.GIVE_UP);
            case RELEASES -> Stream.of(Verb.RELEASE);
            case COMPLETES_TWICE -> Stream.of(Verb.DONE, Verb.DONE);
            case FAILS_AFTER_COMPLETING -> Stream.of(Verb.DONE, Verb.FAIL);
            case DIES -> Stream.of();
        };
    }

    private JsonObject saying(JsonObject asked) {
        Start start = starts.get(asked.getInteger("start"));
        Verb verb = Verb.valueOf(asked.getString("verb"));
        Attempt attempt = desk.ledger().settling(start, verb, desk.nowMillis());
        if (attempt.isLate()) {
            desk.tally().add("words of processes about what others have");
        }
        attempts.add(attempt);
        return new JsonObject().put("attempt", attempts.size() - 1);
    }

    private JsonObject said(JsonObject asked) {
        Answer answer = Answer.valueOf(asked.getString("answer").toUpperCase(Locale.ROOT));
        desk.ledger().settled(attempts.get(asked.getInteger("attempt")), answer);
        desk.tally()
                .add(
                        switch (answer) {
                            case ACCEPTED -> "accepted words";
                            case REFUSED -> "refused words";
                            case UNKNOWN -> "words without answer";
                        });
        return new JsonObject();
    }
}
