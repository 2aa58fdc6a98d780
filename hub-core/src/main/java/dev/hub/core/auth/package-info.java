/** Tokens, keys and what they say about who holds them. */
@NullMarked
package dev.hub.core.auth;

import org.jspecify.annotations.NullMarked;
