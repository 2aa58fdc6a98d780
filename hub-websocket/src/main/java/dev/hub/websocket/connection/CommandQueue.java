package dev.hub.websocket.connection;

import dev.hub.core.protocol.Command;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one connection that are not answered yet. Starts each as soon as {@link Precedence} allows and hands
 * the outcomes over in the order of the commands. Exists only while there is something in it.
 */
final class CommandQueue {
    /** From so many unanswered commands on, nothing more is read from the socket. */
    static final int FULL = 64;

    private final ClientConnection connection;
    private final ArrayDeque<Command> waiting = new ArrayDeque<>(4);
    private final ArrayDeque<Running> running = new ArrayDeque<>(4);
    private boolean pumping;

    CommandQueue(ClientConnection connection) {
        this.connection = connection;
    }

    private static final class Running {
        private final Command command;
        private @Nullable Future<Outcome> outcome;

        private Running(Command command) {
            this.command = command;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty() && running.isEmpty();
    }

    boolean isFull() {
        return waiting.size() + running.size() >= FULL;
    }

    void add(Command command) {
        waiting.add(command);
    }

    /** Starts and finishes what can be; the outcomes may lead back here. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (finishNext() || startNext()) {
                // Until nothing moves.
            }
        } finally {
            pumping = false;
        }
    }

    private boolean finishNext() {
        Running head = running.peek();
        Future<Outcome> outcome = head == null ? null : head.outcome;
        if (head == null || outcome == null || !outcome.isComplete()) {
            return false;
        }
        running.poll();
        connection.scope().execution.finish(connection, head.command, outcome);
        return true;
    }

    private boolean startNext() {
        Command next = waiting.peek();
        if (next == null || running.size() >= FULL || !mayStart(next)) {
            return false;
        }
        waiting.poll();
        Running started = new Running(next);
        running.add(started);
        Future<Outcome> outcome = connection.scope().execution.start(connection, next);
        started.outcome = outcome;
        if (!outcome.isComplete()) {
            outcome.onComplete(done -> connection.commandDone(this));
        }
        return true;
    }

    private boolean mayStart(Command next) {
        Running last = running.peekLast();
        return last == null || Precedence.of(next).allowsBeside(Precedence.of(last.command));
    }
}
