package dev.hub.load.crowd;

/** What makes the publisher publish, and when. On the event loop. */
public sealed interface Drive permits ClosedLoop, OpenLoop {
    /** Begins to publish. */
    void start();

    /** Publishes no more; what is under way still arrives. */
    void stop();
}
