package dev.hub.load.crowd;

import dev.hub.load.dialect.Stamps;

/** Publishes as fast as the subscribers receive: never more than a window of messages under way. On the event loop. */
public final class ClosedLoop implements Drive {
    private final Publisher publisher;
    private final Crowd crowd;
    private final Stamps stamps;
    private final int window;
    private final int burst;
    private boolean stopped;

    /**
     * @param window most messages under way, at least the burst
     * @param burst messages sent in one write
     */
    public ClosedLoop(Publisher publisher, Crowd crowd, Stamps stamps, int window, int burst) {
        if (burst < 1 || window < burst) {
            throw new IllegalArgumentException("burst must be 1 or more and the window at least the burst, got burst "
                    + burst + ", window " + window);
        }
        this.publisher = publisher;
        this.crowd = crowd;
        this.stamps = stamps;
        this.window = window;
        this.burst = burst;
    }

    /** Fills the window, and again whenever a burst fits. */
    @Override
    public void start() {
        long complete = crowd.tally().deliveries() / crowd.size();
        while (!stopped && publisher.published() - complete + burst <= window) {
            publisher.publish(burst, stamps.now());
        }
        if (!stopped) {
            crowd.tally().wakeAt((publisher.published() - window + burst) * crowd.size(), this::start);
        }
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
