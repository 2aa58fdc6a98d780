package dev.hub.verticles.jobs;

import dev.hub.verticles.measure.Figures;

/** A queue of jobs that is put under load, submitted and worked on by one process. */
interface JobQueue extends AutoCloseable {
    /** Processor time so far of a process of its own, in microseconds; 0 where it is this one. */
    double elsewhere();

    /** {@code inFlight} calls at a time, each with so many jobs. */
    Figures submit(int inFlight, int each, double seconds);

    /** So many jobs wait, at least. */
    void fill(int jobs);

    /** So many jobs are active and stay so, at least. */
    void hold(int jobs);

    /** So many jobs that wait are done, by one worker; ends when the time is over. */
    Figures work(int concurrency, int jobs, double seconds);

    /** Each job that starts makes room for another to be submitted; times are those from submission to start. */
    Figures turn(int concurrency, int inFlight, double seconds);

    /** So many jobs are submitted a second, whether they start or not; times are those from submission to start. */
    Figures start(int concurrency, double rate, double seconds);

    @Override
    void close();
}
