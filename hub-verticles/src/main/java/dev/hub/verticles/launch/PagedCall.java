package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that lists what the API gives in pages. */
abstract class PagedCall extends RemoteCall {
    private static final int PAGE = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--limit", paramLabel = "N", description = "Most of them; 0 for all. Default 100.")
    private int limit = 100;

    /**
     * What the fields of a method are called.
     *
     * @param list what it lists, a JSON object
     * @param from where the page that is asked for begins
     * @param next where the page after the one that is answered begins
     */
    record Paging(String list, String from, String next) {}

    PagedCall(Surroundings surroundings) {
        super(surroundings);
    }

    /** All pages that are wanted as one; what they list is in the field {@code name}, a JSON object. */
    JsonObject all(String method, JsonObject body, String name) {
        return all(method, body, new Paging(name, "cursor", "cursor"));
    }

    /** The same of a method with other fields. */
    JsonObject all(String method, JsonObject body, Paging paging) {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit must be 0 or more, got " + limit);
        }
        JsonObject all = new JsonObject();
        String cursor = "";
        do {
            int size = limit == 0 ? PAGE : Math.min(PAGE, limit - all.size());
            JsonObject page = ask(method, body.copy().put("limit", size).put(paging.from(), cursor));
            all.mergeIn(page.getJsonObject(paging.list(), new JsonObject()));
            cursor = page.getString(paging.next(), "");
        } while (!cursor.isEmpty() && (limit == 0 || all.size() < limit));
        if (!cursor.isEmpty() && !isJson()) {
            remark("There are more; --limit 0 shows all.");
        }
        return new JsonObject().put(paging.list(), all);
    }
}
