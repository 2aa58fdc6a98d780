package dev.hub.verticles.loss;

import dev.hub.verticles.loss.scene.FaultPlay;

/** What happens while writers write and readers read. Blocks for as long as it takes. */
@FunctionalInterface
interface Disturbance {
    /** Plays it out. */
    void play(Chronicle chronicle);

    /** Notes what is done when, and knows how the run goes. */
    interface Chronicle extends FaultPlay.Chronicle {
        /** All readers leave at once and come back together after a while. */
        void allLeaveFor(long millis);

        /** How many messages were acknowledged so far. */
        long acknowledged();
    }
}
