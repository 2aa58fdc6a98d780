package dev.hub.verticles.loss;

/** What happens while writers write and readers read. Blocks for as long as it takes. */
@FunctionalInterface
interface Disturbance {
    /** Plays it out. */
    void play(Chronicle chronicle);

    /** Notes what is done when. */
    interface Chronicle {
        /** A fault begins now. */
        void begins(String fault);

        /** It is over now. */
        void isOver();

        /** All readers leave at once and come back together after a while. */
        void allLeaveFor(long millis);

        /** How many messages were acknowledged so far. */
        long acknowledged();
    }
}
