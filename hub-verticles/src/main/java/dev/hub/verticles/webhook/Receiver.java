package dev.hub.verticles.webhook;

import java.util.function.LongUnaryOperator;

/**
 * What is known of whoever takes a webhook's requests: while it takes none, it is asked with one request at a time, less and
 * less often, so that an outage neither uses up the deliveries of many events nor floods who comes back. Pure.
 */
final class Receiver {
    /** After so many failures without a success in between it counts as away. */
    private static final int PATIENCE = 5;

    private final int maxParallel;
    private final LongUnaryOperator delayMillis;
    private int failures;
    private int underWay;
    private long notBefore;
    private boolean isGone;

    /**
     * One that is well.
     *
     * @param delayMillis how long to wait after the n-th failure beyond those that are borne, from 1
     */
    Receiver(int maxParallel, LongUnaryOperator delayMillis) {
        this.maxParallel = maxParallel;
        this.delayMillis = delayMillis;
    }

    /** A request may be sent now. */
    boolean isOpen(long now) {
        return underWay < (isAway() ? 1 : maxParallel) && now >= notBefore;
    }

    /** It takes nothing at the moment. */
    boolean isAway() {
        return failures >= PATIENCE || isGone;
    }

    /** It said that it is gone for good. */
    boolean isGone() {
        return isGone;
    }

    /** Before that nothing is to be sent. */
    long notBefore() {
        return notBefore;
    }

    /** Requests without an answer yet. */
    int underWay() {
        return underWay;
    }

    /** What it did is no matter any more; requests that are under way still are. */
    void forget() {
        failures = 0;
        notBefore = 0;
        isGone = false;
    }

    /** A request is on its way. */
    void asked() {
        underWay++;
    }

    /** It has taken one. */
    void took() {
        underWay--;
        failures = 0;
        notBefore = 0;
        isGone = false;
    }

    /**
     * It has not.
     *
     * @param waitMillis how long it asks to be left alone; 0 when it does not
     */
    void failed(long now, long waitMillis) {
        underWay--;
        failures++;
        long own = isAway() ? delayMillis.applyAsLong(Math.max(1, failures - PATIENCE + 1)) : 0;
        notBefore = Math.max(notBefore, now + Math.max(own, waitMillis));
    }

    /** It said that nobody is there any more: it is asked again after {@code pauseMillis} only. */
    void gone(long now, long pauseMillis) {
        underWay--;
        failures++;
        isGone = true;
        notBefore = now + pauseMillis;
    }
}
