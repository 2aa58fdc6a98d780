/** Budgets for calls of language models, whose cost is known when they are over: what is expected is taken, what was used settles it. */
@NullMarked
package dev.hub.core.ratelimit.budget;

import org.jspecify.annotations.NullMarked;
