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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Decides which clients may call {@code job_*}, {@code queue_*} and {@code schedule_*}: those with a capability for each queue that
 * is named, and no others. */
final class Queueing {
    private static final String MANY = "job_submit_many";

    private final ClientAccess access;

    Queueing(ClientAccess access) {
        this.access = access;
    }

    /** The call is about jobs, queues or schedules. */
    static boolean concerns(Command.Rpc command) {
        return QueueCalls.right(command.method()).isPresent();
    }

    /** The queues that a call names; of a submission also those where children are to be. */
    private static final class QueueFields {
        private final boolean isSubmission;
        private final Set<String> others = new HashSet<>();
        private String queue = "";
        private int jobs;

        private QueueFields(boolean isSubmission) {
            this.isSubmission = isSubmission;
        }

        private void read(String name, JsonReader value) throws IOException {
            if (name.equals("queue")) {
                queue = value.string();
            } else if (name.equals("spill_to")) {
                others.add(value.string());
            } else if (isSubmission && (name.equals("children") || name.equals("jobs"))) {
                value.nextObjects(this::nextJob);
            } else {
                value.skip();
            }
        }

        private JsonReader.FieldReader nextJob() {
            jobs++;
            return this::readJob;
        }

        private void readJob(String name, JsonReader value) throws IOException {
            switch (name) {
                case "queue" -> others.add(value.string());
                case "children" -> value.nextObjects(this::nextJob);
                default -> value.skip();
            }
        }
    }

    /** How many jobs a submission has, children included; 1 where it has none, or cannot be read: that is refused later. */
    static int jobs(Command.Rpc submission) {
        try {
            QueueFields fields = fields(submission);
            return Math.max(1, submission.method().equals(MANY) ? fields.jobs : 1 + fields.jobs);
        } catch (HubException malformed) {
            return 1;
        }
    }

    /** Why the client may not; empty when it may. */
    Optional<HubException> refusal(ClientConnection connection, Command.Rpc command) {
        QueueFields fields = fields(command);
        Rights rights = connection.session().principal().rights();
        boolean isAllowed = access.insecure()
                || QueueCalls.right(command.method())
                        .filter(right -> rights.allowInQueue(right, fields.queue))
                        .filter(right -> maySubmit(rights, fields.others))
                        .isPresent();
        return isAllowed ? Optional.empty() : Optional.of(HubException.of(ErrorCode.PERMISSION_DENIED));
    }

    /** Who has a queue spill into another one puts jobs there, and so does who submits a flow that has children there. */
    private static boolean maySubmit(Rights rights, Set<String> queues) {
        return queues.stream().allMatch(queue -> queue.isEmpty() || rights.allowInQueue(Operation.SUBMIT, queue));
    }

    private static QueueFields fields(Command.Rpc command) {
        QueueFields fields = new QueueFields(QueueCalls.right(command.method())
                .filter(Operation.SUBMIT::equals)
                .isPresent());
        try {
            new JsonReader(command.data().bytes()).wholeObject(fields::read);
        } catch (IOException | IllegalArgumentException malformed) {
            throw HubException.of(
                    ErrorCode.BAD_REQUEST,
                    "bad request: data must be an object, queue a string, jobs and children arrays of objects");
        }
        return fields;
    }
}
