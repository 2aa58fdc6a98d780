package dev.hub.verticles.jobs.soak.client;

/** One that works on jobs, however it gets them. To be called on the context of the run. */
public interface Worker {
    /** Begins. */
    void start();

    /** From now on it completes whatever it gets. */
    void beGood();

    /** Ends. */
    void stop();
}
