package dev.hub.websocket.connection;

/**
 * When one connection is pinged and by when it must have answered. Pure; times are ticks of the {@link TimerWheel}.
 */
final class PingSchedule {
    private static final int NOT_AWAITED = 0;

    private int pingAt;
    private int pongBy = NOT_AWAITED;

    /** The first ping at {@code firstPing}. */
    PingSchedule(int firstPing) {
        this.pingAt = firstPing;
    }

    /** What is to be done. */
    enum Action {
        NOTHING,
        PING,
        GIVE_UP
    }

    /** What is to be done at {@code now}; a ping counts as sent. */
    Action due(int now, int interval, int timeout) {
        if (pongBy != NOT_AWAITED && now >= pongBy) {
            return Action.GIVE_UP;
        }
        if (now < pingAt) {
            return Action.NOTHING;
        }
        pingAt = now + interval;
        pongBy = now + timeout;
        return Action.PING;
    }

    /** A pong came; tells whether it was asked for. */
    boolean answer() {
        boolean awaited = pongBy != NOT_AWAITED;
        pongBy = NOT_AWAITED;
        return awaited;
    }

    /** When something is to be done next. */
    int next() {
        return pongBy == NOT_AWAITED ? pingAt : Math.min(pingAt, pongBy);
    }
}
