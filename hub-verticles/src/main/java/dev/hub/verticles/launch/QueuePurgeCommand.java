package dev.hub.verticles.launch;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hub queue purge}. */
@Command(
        name = "purge",
        description = {
            "Throw away the jobs of some states, not those that run. Tells how far it is until it is through.",
            "Without --yes it tells what would go, and ends with exit code 1."
        },
        footer = {
            "",
            "Examples:",
            "  hub queue purge mail --state dead",
            "  hub queue purge mail --state dead,cancelled --yes"
        })
final class QueuePurgeCommand extends JobCommandLine.OfQueue {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    @Option(
            names = "--state",
            paramLabel = "STATE",
            required = true,
            split = ",",
            completionCandidates = JobCommandLine.States.class,
            description = "Of which: ready, delayed, blocked, done, dead, cancelled, expired. May be repeated.")
    private List<String> states = new ArrayList<>();

    @Option(names = "--yes", description = "Do it.")
    private boolean isSure;

    QueuePurgeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        if (!isSure) {
            throw CommandFailure.of(
                    "this throws away " + wouldGo() + " jobs of " + printable(queue()) + "; --yes does it");
        }
        JsonObject request = request().put("states", new JsonArray(states));
        JsonObject far = ask("queue_purge", request);
        while (far.getLong("left", 0L) > 0) {
            if (!isJson()) {
                remark(far.getLong("purged") + " purged, " + far.getLong("left") + " left");
            }
            pause(BETWEEN_LOOKS);
            far = ask("queue_purge", request);
        }
        return finish(far, far.getLong("purged", 0L) + " purged");
    }

    private long wouldGo() {
        JsonObject depth = ask("queue_stats", request()).getJsonObject("depth", new JsonObject());
        return states.stream().mapToLong(state -> depth.getLong(state, 0L)).sum();
    }
}
