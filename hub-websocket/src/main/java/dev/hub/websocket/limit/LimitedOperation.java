package dev.hub.websocket.limit;

import dev.hub.core.auth.capability.Operation;
import dev.hub.core.auth.capability.QueueCalls;
import dev.hub.core.protocol.Command;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What clients do that rules can limit; the names are values of the descriptor {@code operation}. */
public enum LimitedOperation {
    CONNECT,
    SUBSCRIBE,
    PUBLISH,
    RPC,
    SEND,
    PRESENCE,
    PRESENCE_STATS,
    HISTORY,
    REFRESH,
    SUB_REFRESH,
    JOB_SUBMIT;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As rules know it: {@code sub_refresh}. */
    public String text() {
        return text;
    }

    /** What {@code command} is; null for what is never limited: a client may always leave a channel. */
    public static @Nullable LimitedOperation of(Command command) {
        return switch (command) {
            case Command.Connect connect -> CONNECT;
            case Command.Subscribe subscribe -> SUBSCRIBE;
            case Command.Publish publish -> PUBLISH;
            case Command.Rpc rpc -> isSubmission(rpc) ? JOB_SUBMIT : RPC;
            case Command.Send send -> SEND;
            case Command.Presence presence -> PRESENCE;
            case Command.PresenceStats stats -> PRESENCE_STATS;
            case Command.History history -> HISTORY;
            case Command.Refresh refresh -> REFRESH;
            case Command.SubRefresh refresh -> SUB_REFRESH;
            case Command.Unsubscribe unsubscribe -> null;
            case Command.Ping ping -> null;
            case Command.Pong pong -> null;
        };
    }

    private static boolean isSubmission(Command.Rpc rpc) {
        return QueueCalls.right(rpc.method()).filter(Operation.SUBMIT::equals).isPresent();
    }
}
