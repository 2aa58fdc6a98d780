package dev.hub.verticles.webhook;

/** What came of a request. */
sealed interface Answer {
    /** It was taken. */
    record Taken() implements Answer {}

    /** Nobody takes any there any more. */
    record Gone() implements Answer {}

    /**
     * It was not taken, or nobody knows.
     *
     * @param reason for people
     * @param waitMillis how long to leave the receiver alone, as it says; 0 when it does not
     */
    record Failed(String reason, long waitMillis) implements Answer {}
}
