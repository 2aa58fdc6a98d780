package dev.hub.core.valkey;

/** What a link is doing. */
public sealed interface LinkState {

    /** Opening a socket, greeting, checking the role, loading scripts. */
    record Connecting() implements LinkState {}

    /** Takes commands (or subscriptions). */
    record Ready() implements LinkState {}

    /**
     * Takes no more commands and ends when those in flight are answered.
     *
     * @param reason why
     */
    record Draining(String reason) implements LinkState {}

    /**
     * Waits for the next attempt.
     *
     * @param reason what ended the last one
     * @param fatal whether a person has to mend something (password, certificate, right); the wait is long then
     */
    record Waiting(String reason, boolean fatal) implements LinkState {}

    /** Ended for good. */
    record Closed() implements LinkState {}
}
