package dev.hub.core.valkey;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one socket that have no answer yet, oldest first. One periodic look at the oldest replaces a timer for
 * each command: answers come in order and all have the same time limit.
 */
final class InFlight {

    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private final Endpoint endpoint;
    private final Duration limit;
    private int unanswered;

    InFlight(Endpoint endpoint, Duration limit) {
        this.endpoint = endpoint;
        this.limit = limit;
    }

    /** Commands that the server has not answered, given up or not. */
    int size() {
        return unanswered;
    }

    /** Follows a command that was sent at {@code now} (nanoseconds) until its answer. */
    Future<@Nullable Response> track(Future<@Nullable Response> answer, long now) {
        Command command = new Command(Promise.promise(), now + limit.toNanos());
        commands.add(command);
        unanswered++;
        answer.onComplete((response, cause) -> {
            unanswered--;
            if (cause == null) {
                command.promise.tryComplete(response);
            } else {
                command.promise.tryFail(exception(cause));
            }
            forgetAnswered();
        });
        return command.promise.future();
    }

    private void forgetAnswered() {
        while (!commands.isEmpty() && commands.getFirst().promise.future().isComplete()) {
            commands.removeFirst();
        }
    }

    /** Fails every command whose time is over; its answer, should it come, is dropped. */
    void expire(long now) {
        Command oldest = commands.peek();
        while (oldest != null && now - oldest.deadline >= 0) {
            commands.remove();
            oldest.promise.tryFail(new ValkeyTimeoutException("valkey " + endpoint + ": no answer within "
                    + limit.toMillis() + " ms; whether the command was done is unknown"));
            oldest = commands.peek();
        }
    }

    /** Fails every command: the socket is gone. */
    void lose(String reason) {
        Command oldest = commands.poll();
        while (oldest != null) {
            oldest.promise.tryFail(lost(reason));
            oldest = commands.poll();
        }
    }

    private RuntimeException exception(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof ErrorType) {
            return text.equals("CONNECTION_CLOSED") ? lost("the connection closed") : new ValkeyReplyException(text);
        }
        boolean unsent = text.equals("Connection is closed") || text.equals("Redis waiting queue is full");
        if (unsent) {
            return new ValkeyUnavailableException("valkey " + endpoint + ": " + text);
        }
        return text.startsWith("Redis command is not valid") ? new IllegalArgumentException(invalid()) : lost(text);
    }

    /** The client's own text holds the whole command, which may be secret. */
    private static String invalid() {
        return "the command has too few arguments";
    }

    private ValkeyLostException lost(String reason) {
        return new ValkeyLostException(
                "valkey " + endpoint + ": " + reason + " before the answer; whether the command was done is unknown");
    }

    private record Command(Promise<@Nullable Response> promise, long deadline) {}
}
