package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of many jobs that were submitted: how many of them were taken, known, refused. */
final class SubmissionTally {
    /** So many refusals are told one by one. */
    private static final int SHOWN = 20;

    private final RemoteCall command;
    private final String shown;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int jobs;
    private int refused;
    private int last;
    private String full = "";

    /** Of the jobs in the file {@code shown}. */
    SubmissionTally(RemoteCall command, String shown) {
        this.command = command;
        this.shown = shown;
    }

    /** How many jobs something became of. */
    int jobs() {
        return jobs;
    }

    /** What the hub said of {@code job}. */
    void count(JobLine job, JsonObject result) {
        JsonObject error = result.getJsonObject("error");
        jobs++;
        last = Math.max(last, job.line());
        if (error == null) {
            outcomes.merge(result.getString("outcome", "taken"), 1, Integer::sum);
        } else {
            refuse(job, error);
        }
        if (command.isJson()) {
            command.print(
                    new JsonObject().put("line", job.line()).mergeIn(result).encode());
        }
    }

    private void refuse(JobLine job, JsonObject error) {
        String text = error.getString("message") + " (code " + error.getValue("code") + ")";
        if (error.getBoolean("temporary", false)) {
            full = text;
        }
        if (refused < SHOWN && !command.isJson()) {
            command.remark(RemoteCall.printable(shown + ": line " + job.line() + " is refused: " + text));
        }
        refused++;
    }

    /** Goes no further when there was something that a hub refuses for now, however long it is asked. */
    void requireNoneTemporary() {
        if (!full.isEmpty()) {
            throw CommandFailure.of("the hub takes no more: " + full);
        }
    }

    /** Prints all in a line; the exit code tells whether all were taken, or known. */
    int finish() {
        if (refused > SHOWN) {
            command.remark("… and " + (refused - SHOWN) + " more");
        }
        if (!command.isJson()) {
            command.print(summary());
        }
        return refused == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** {@code failure}, and how far it came until then. */
    String told(CommandFailure failure) {
        String far = jobs == 0 ? "nothing was submitted" : "until then, to line " + last + ": " + summary();
        String unsure = failure.isTemporary() ? "; of the jobs behind, some hundred may have been taken" : "";
        return failure.getMessage() + "\nhub: " + far + unsure;
    }

    private String summary() {
        Map<String, Integer> all = new TreeMap<>(outcomes);
        if (refused > 0) {
            all.put("refused", refused);
        }
        return all.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
