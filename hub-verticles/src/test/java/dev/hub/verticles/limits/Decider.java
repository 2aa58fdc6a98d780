package dev.hub.verticles.limits;

import java.util.concurrent.CompletionStage;

/** Something that decides, from any thread. */
interface Decider extends AutoCloseable {
    /** Whether {@code subject} may do one thing more. */
    CompletionStage<Boolean> decide(String subject);

    @Override
    void close();
}
