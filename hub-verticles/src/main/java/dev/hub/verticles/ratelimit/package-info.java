/** Decides whether things may be done: which rules are for them, where each is counted, and what all of them say together. */
@NullMarked
package dev.hub.verticles.ratelimit;

import org.jspecify.annotations.NullMarked;
