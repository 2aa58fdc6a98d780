package dev.hub.verticles.launch;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Waits for the end of a job and prints its result; the exit code tells whether it was done. */
record JobEnd(RemoteCall command, String queue, String id) {
    /** Longest that one call may wait. */
    private static final long ONE_CALL = 25_000;

    int await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        Watch watch = new Watch(command, patience);
        JsonObject result = look(watch, patience.toMillis());
        while (!result.getBoolean("is_over", false) && System.nanoTime() < end) {
            result = look(watch, Math.max(0, (end - System.nanoTime()) / 1_000_000));
        }
        return tell(result);
    }

    private JsonObject look(Watch watch, long millis) {
        return watch.ask(
                "job_result",
                new JsonObject().put("queue", queue).put("id", id).put("wait_ms", Math.min(millis, ONE_CALL)));
    }

    private int tell(JsonObject result) {
        String state = result.getString("state", "");
        boolean isDone = state.equals("done");
        if (command.isJson()) {
            command.print(result.encode());
        } else if (isDone) {
            command.print(Json.encode(result.getValue("result")));
        } else {
            command.remark(RemoteCall.printable(id + " is " + state
                    + (result.containsKey("cause") ? " (" + result.getString("cause") + ")" : "")
                    + (result.containsKey("error") ? ": " + result.getString("error") : "")));
        }
        return isDone ? ExitCode.OK : ExitCode.FAILURE;
    }
}
