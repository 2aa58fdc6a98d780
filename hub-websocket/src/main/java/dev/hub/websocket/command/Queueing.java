package dev.hub.websocket.command;

import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.QueueCalls;
import dev.hub.core.auth.capability.Rights;
import dev.hub.core.protocol.Command;
import dev.hub.core.protocol.ErrorCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.JsonReader;
import dev.hub.websocket.access.ClientAccess;
import dev.hub.websocket.connection.ClientConnection;
import java.io.IOException;
import java.util.Optional;

/** Decides which clients may call {@code job_*}, {@code queue_*} and {@code schedule_*}: those with a capability for the queue, and no others. */
final class Queueing {
    private final ClientAccess access;

    Queueing(ClientAccess access) {
        this.access = access;
    }

    /** The call is about jobs, queues or schedules. */
    static boolean concerns(Command.Rpc command) {
        return QueueCalls.right(command.method()).isPresent();
    }

    private static final class QueueFields {
        private String queue = "";
        private String spillTo = "";

        private void read(String name, JsonReader value) throws IOException {
            switch (name) {
                case "queue" -> queue = value.string();
                case "spill_to" -> spillTo = value.string();
                default -> value.skip();
            }
        }
    }

    /** Why the client may not; empty when it may. */
    Optional<HubException> refusal(ClientConnection connection, Command.Rpc command) {
        QueueFields fields = fields(command);
        Rights rights = connection.session().principal().rights();
        boolean isAllowed = access.insecure()
                || QueueCalls.right(command.method())
                        .filter(right -> rights.allowInQueue(right, fields.queue))
                        .filter(right -> maySpill(rights, fields.spillTo))
                        .isPresent();
        return isAllowed ? Optional.empty() : Optional.of(HubException.of(ErrorCode.PERMISSION_DENIED));
    }

    /** Who has a queue spill into another one puts jobs there. */
    private static boolean maySpill(Rights rights, String queue) {
        return queue.isEmpty() || rights.allowInQueue(Operation.SUBMIT, queue);
    }

    private static QueueFields fields(Command.Rpc command) {
        QueueFields fields = new QueueFields();
        try {
            new JsonReader(command.data().bytes()).wholeObject(fields::read);
        } catch (IOException | IllegalArgumentException malformed) {
            throw HubException.of(ErrorCode.BAD_REQUEST, "bad request: data must be an object, queue a string");
        }
        return fields;
    }
}
