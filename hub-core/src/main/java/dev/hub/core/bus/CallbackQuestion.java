package dev.hub.core.bus;

import dev.hub.core.decision.Question;

/**
 * A question to an address of the application's. Answered with a {@link dev.hub.core.decision.Decision}.
 *
 * @param callback the address, by its name in the configuration
 */
public record CallbackQuestion(String callback, Question<?> question) {}
