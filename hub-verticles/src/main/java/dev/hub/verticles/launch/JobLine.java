package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A job of a file, ready to be sent.
 *
 * @param line where it begins in the file
 * @param json its fields, with an id: whoever does not know whether it was taken may send it again
 * @param id of its own
 * @param ids its own, and those of its children as far as they have one
 * @param jobs how many it is with its children
 * @param bytes how long {@code json} is
 */
record JobLine(int line, String json, String id, List<String> ids, int jobs, int bytes) {
    /** The job of {@code entry}, which has what it does not say from {@code defaults}, its id as well. */
    static JobLine of(JobFile.Entry entry, JsonObject defaults) {
        JsonObject given = new JsonObject(entry.json());
        JsonObject missing = defaults.copy();
        given.fieldNames().forEach(missing::remove);
        String json = entry.json();
        if (!missing.isEmpty()) {
            String more = missing.encode();
            json = more.substring(0, more.length() - 1) + (given.isEmpty() ? "" : ",") + json.substring(1);
        }
        List<String> ids = new ArrayList<>();
        int jobs = count(missing.mergeIn(given), ids);
        return new JobLine(
                entry.line(),
                json,
                ids.isEmpty() ? "" : ids.getFirst(),
                ids,
                jobs,
                json.getBytes(StandardCharsets.UTF_8).length);
    }

    private static int count(JsonObject job, List<String> ids) {
        if (job.getValue("id") instanceof String id) {
            ids.add(id);
        }
        int jobs = 1;
        if (job.getValue("children") instanceof JsonArray children) {
            for (int i = 0; i < children.size(); i++) {
                jobs += children.getValue(i) instanceof JsonObject child ? count(child, ids) : 1;
            }
        }
        return jobs;
    }
}
