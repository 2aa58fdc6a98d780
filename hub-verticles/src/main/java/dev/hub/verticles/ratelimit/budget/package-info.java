/** Reserves and settles budgets of language models; belongs to the verticle that decides about limits. */
@NullMarked
package dev.hub.verticles.ratelimit.budget;

import org.jspecify.annotations.NullMarked;
