package dev.hub.websocket.connection;

/** Something with a deadline in a {@link TimerWheel}. */
abstract class Timed {
    static final int NOT_IN_WHEEL = -1;

    /** Where the wheel keeps it. */
    int bucket = NOT_IN_WHEEL;

    int position;

    /** When it is due, in ticks; it may be visited earlier. */
    int deadline;

    /**
     * Its time has come. It has to be scheduled anew or removed.
     *
     * @param now in ticks
     */
    abstract void due(int now);
}
