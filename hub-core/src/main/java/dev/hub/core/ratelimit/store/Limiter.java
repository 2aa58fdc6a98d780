package dev.hub.core.ratelimit.store;

import dev.hub.core.ratelimit.Subject;
import dev.hub.core.ratelimit.algorithm.Rate;

/**
 * A limit of one subject, in Valkey.
 *
 * @param subject whose
 * @param name the rule's, with what tells the arms of a split apart: {@code name} or {@code name:other}
 * @param rate how much
 */
public record Limiter(Subject subject, String name, Rate rate) {}
