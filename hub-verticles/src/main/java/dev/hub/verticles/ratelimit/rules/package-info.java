/** Which rules of limits and which prices hold on this instance: built in, from its file, and over them those that were set. */
@NullMarked
package dev.hub.verticles.ratelimit.rules;

import org.jspecify.annotations.NullMarked;
