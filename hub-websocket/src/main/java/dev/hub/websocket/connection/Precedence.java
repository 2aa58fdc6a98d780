package dev.hub.websocket.connection;

import dev.hub.core.protocol.Command;

/** Which commands of one connection may be under way together. */
enum Precedence {
    /** Alone: it waits for all before it, and all after it wait. */
    EXCLUSIVE,
    /** Together with its like: so that many channels take no longer than one. */
    SUBSCRIBE,
    /** Together with its like. */
    CALL;

    static Precedence of(Command command) {
        return switch (command) {
            case Command.Connect connect -> EXCLUSIVE;
            case Command.Unsubscribe unsubscribe -> EXCLUSIVE;
            case Command.Refresh refresh -> EXCLUSIVE;
            case Command.SubRefresh refresh -> EXCLUSIVE;
            case Command.Ping ping -> EXCLUSIVE;
            case Command.Pong pong -> EXCLUSIVE;
            case Command.Subscribe subscribe -> SUBSCRIBE;
            case Command.Publish publish -> CALL;
            case Command.Presence presence -> CALL;
            case Command.PresenceStats stats -> CALL;
            case Command.History history -> CALL;
            case Command.Rpc rpc -> CALL;
            case Command.Send send -> CALL;
        };
    }

    boolean allowsBeside(Precedence other) {
        return this == other && this != EXCLUSIVE;
    }
}
