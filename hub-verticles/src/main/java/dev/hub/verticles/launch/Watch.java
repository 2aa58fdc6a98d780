package dev.hub.verticles.launch;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * The calls of a command that watches what happens. A hub that does not answer the first one ends the command; one that is
 * away later, or refuses for now, is waited for.
 */
final class Watch {
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

    private final RemoteCall command;
    private final Duration most;
    private final long began = System.nanoTime();
    private boolean hasAnswered;
    private boolean isAway;

    /** Waits for a hub as long as it takes. */
    Watch(RemoteCall command) {
        this(command, Duration.ofDays(365));
    }

    /** Waits for a hub until {@code most} has passed since now. */
    Watch(RemoteCall command, Duration most) {
        this.command = command;
        this.most = most;
    }

    /** What {@code method} answers. */
    JsonObject ask(String method, JsonObject body) {
        while (true) {
            try {
                JsonObject answer = command.askOnce(method, body);
                answered();
                return answer;
            } catch (CommandFailure failure) {
                if (!failure.isTemporary() || !hasAnswered || System.nanoTime() - began > most.toNanos()) {
                    throw failure;
                }
                failed(failure);
            }
        }
    }

    private void answered() {
        if (isAway) {
            command.remark("The hub answers again.");
        }
        hasAnswered = true;
        isAway = false;
    }

    private void failed(CommandFailure failure) {
        if (!isAway) {
            command.remark("hub: " + failure.getMessage() + "; trying again");
        }
        isAway = true;
        RemoteCall.pause(BETWEEN_ATTEMPTS);
    }
}
