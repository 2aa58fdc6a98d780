package dev.hub.verticles.jobs.soak.client;

/** The hub said no, or that it does not know. */
public final class Refusal extends Exception {
    private static final int STALE_EPOCH = 120;
    private static final int UNKNOWN_JOB = 122;

    private final int code;

    /** Of the API's error. */
    public Refusal(int code, String text) {
        super(text);
        this.code = code;
    }

    /** The job is not the asker's any more. */
    boolean isStale() {
        return code == STALE_EPOCH || code == UNKNOWN_JOB;
    }

    static boolean isStale(Throwable cause) {
        return cause instanceof Refusal refusal && refusal.isStale();
    }
}
