package dev.hub.verticles.job;

/** Hears what comes on the channel on which a queue is woken: the time at which, in us by Valkey's clock, and orders to stop. */
record QueueEar(ActiveQueue queue) implements Signals.Ear {
    @Override
    public void heard(String message) {
        StopOrders.read(message)
                .ifPresentOrElse(order -> queue.stop(order.claim(), order.reason()), () -> woken(message));
    }

    /** Older instances say something else than the time. */
    private void woken(String message) {
        try {
            queue.woken(Long.parseLong(message));
        } catch (NumberFormatException noTime) {
            queue.woken();
        }
    }

    @Override
    public void missed() {
        queue.woken();
    }
}
