package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Start;
import dev.hub.verticles.jobs.soak.judge.Start.Answer;
import dev.hub.verticles.jobs.soak.judge.Start.Attempt;
import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Does to each job that a worker gets what its {@link Conduct} says. A word whose answer was lost is said again. */
final class Hands {
    private static final long PATIENCE_MILLIS = 4_000;
    private static final long PAUSE_MILLIS = 100;
    private static final int REPETITIONS = 8;

    private final Desk desk;
    private final Line line;
    private final String name;
    private final long seed;
    private boolean isGood;
    private boolean isStopped;

    /** Of the worker of that name, which speaks by {@code line}. */
    Hands(Desk desk, Line line, String name, long seed) {
        this.desk = desk;
        this.line = line;
        this.name = name;
        this.seed = seed;
    }

    /** From now on it completes whatever it gets. */
    void beGood() {
        isGood = true;
    }

    /** Says nothing again. */
    void stop() {
        isStopped = true;
    }

    private JsonObject body() {
        return new JsonObject().put("queue", desk.queue());
    }

    /** Done when the worker may have another one. */
    Future<Void> work(JsonObject job, long asked) {
        String id = job.getString("id");
        long epoch = job.getLong("epoch");
        long until = job.getLong("lease_until");
        long lease = job.getLong("lease_ms");
        Start start = desk.ledger().started(id, epoch, name, asked, until - lease, until);
        Conduct conduct = isGood ? Conduct.COMPLETES : Conduct.of(seed, id, epoch);
        desk.tally().add("starts");
        desk.tally().add(conduct);
        Job own = new Job(id, epoch, start);
        long works = Math.floorMod(id.hashCode() * 31L + epoch, 6)
                * (job.getJsonObject("data").getLong("ms", 1L));
        return desk.pause(works).compose(worked -> conclude(own, conduct, lease));
    }

    private record Job(String id, long epoch, Start start) {}

    private Future<Void> conclude(Job job, Conduct conduct, long lease) {
        return switch (conduct) {
            case COMPLETES -> say(job, Verb.DONE);
            case FAILS -> say(job, Verb.FAIL);
            case GIVES_UP -> say(job, Verb.GIVE_UP);
            case RELEASES -> say(job, Verb.RELEASE);
            case COMPLETES_TWICE -> say(job, Verb.DONE).compose(again -> say(job, Verb.DONE));
            case FAILS_AFTER_COMPLETING -> say(job, Verb.DONE).compose(again -> say(job, Verb.FAIL));
            case EXTENDS -> extend(job).compose(extended -> say(job, Verb.DONE));
            case HANGS -> {
                desk.pause(lease + lease / 2).compose(late -> say(job, Verb.DONE));
                yield Future.succeededFuture();
            }
            case DIES -> Future.succeededFuture();
        };
    }

    private Future<Void> extend(Job job) {
        return line.ask("job_extend", claimed(job), PATIENCE_MILLIS)
                .onSuccess(answer -> job.start().extend(answer.getLong("lease_until", 0L)))
                .otherwiseEmpty()
                .mapEmpty();
    }

    private JsonObject claimed(Job job) {
        return body().put("id", job.id()).put("epoch", job.epoch());
    }

    private Future<Void> say(Job job, Verb verb) {
        return say(job, verb, REPETITIONS);
    }

    private Future<Void> say(Job job, Verb verb, int times) {
        Attempt attempt = desk.ledger().settling(job.start(), verb, desk.nowMillis());
        Word word = Word.of(verb, name, claimed(job));
        return line.ask(word.method(), word.body(), PATIENCE_MILLIS)
                .<Void>map(answer -> {
                    desk.tally().add("accepted words");
                    desk.ledger().settled(attempt, Answer.ACCEPTED);
                    return null;
                })
                .recover(cause -> {
                    if (Refusal.isStale(cause)) {
                        desk.tally().add("refused words");
                        desk.ledger().settled(attempt, Answer.REFUSED);
                        return Future.succeededFuture();
                    }
                    desk.tally().add("words without answer");
                    return times == 1 || isStopped
                            ? Future.succeededFuture()
                            : desk.pause(PAUSE_MILLIS).compose(again -> say(job, verb, times - 1));
                });
    }
}
