package dev.hub.verticles.alarm;

/** Somebody for whom there is something to do at a time. */
public interface Sleeper {
    /** That time, in milliseconds by the clock of the {@link Alarm}; {@link Long#MAX_VALUE} for never. */
    long dueAt();

    /** There may be something to do. */
    void woken();
}
