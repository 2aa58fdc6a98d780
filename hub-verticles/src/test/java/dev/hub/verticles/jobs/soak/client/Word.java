package dev.hub.verticles.jobs.soak.client;

import dev.hub.verticles.jobs.soak.judge.Start.Verb;
import io.vertx.core.json.JsonObject;

/**
 * What a worker says of a start of a job, as it is said to a hub.
 *
 * @param method of the API
 * @param body its fields
 */
record Word(Verb verb, String method, JsonObject body) {
    /** Of the worker {@code name}. */
    static Word of(Verb verb, String name, JsonObject claim) {
        JsonObject body = claim.copy();
        return switch (verb) {
            case DONE ->
                new Word(
                        verb,
                        "job_complete",
                        body.put("result", new JsonObject().put("by", name).put("epoch", claim.getValue("epoch"))));
            case FAIL -> new Word(verb, "job_fail", body.put("error", "as it was meant to"));
            case GIVE_UP ->
                new Word(verb, "job_fail", body.put("error", "for good").put("retry", false));
            case RELEASE -> new Word(verb, "job_release", body);
        };
    }

    JsonObject toJson() {
        return new JsonObject().put("verb", verb.name()).put("method", method).put("body", body);
    }
}
