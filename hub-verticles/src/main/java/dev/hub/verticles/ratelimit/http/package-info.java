/** Limits of HTTP routes, and what is told of them in the fields of an answer. */
@NullMarked
package dev.hub.verticles.ratelimit.http;

import org.jspecify.annotations.NullMarked;
