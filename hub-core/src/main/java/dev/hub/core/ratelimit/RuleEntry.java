package dev.hub.core.ratelimit;

import java.util.Optional;

/**
 * A rule that holds, unless its mode is off.
 *
 * @param replaces where the rule comes from that would hold without it
 */
public record RuleEntry(LimitRule rule, RuleOrigin origin, Optional<RuleOrigin> replaces) {}
