package dev.hub.websocket.connection;

import dev.hub.core.protocol.CloseCode;
import dev.hub.core.protocol.HubException;
import dev.hub.core.protocol.Reply;
import java.util.function.Supplier;

/** What came of a command. */
public sealed interface Outcome {
    /**
     * A reply is due.
     *
     * @param then done right after the reply was queued, if the connection is still open
     */
    record Answer(Reply reply, Runnable then) implements Outcome {
        /** A reply, and nothing after it. */
        public static Answer of(Reply reply) {
            return new Answer(reply, () -> {});
        }
    }

    /** What came of it shows only when its turn to be answered has come: {@code decide} tells, and is called once. */
    record InTurn(Supplier<Outcome> decide) implements Outcome {}

    /** The command was refused after all. */
    record Refusal(HubException cause) implements Outcome {}

    /** The command is done and has no reply. */
    record Silence() implements Outcome {}

    /** The application closes the connection; code and reason are its own. */
    record Dismissal(int code, String reason) implements Outcome {}

    /** The client did what ends a connection. */
    record HangUp(CloseCode code) implements Outcome {}
}
