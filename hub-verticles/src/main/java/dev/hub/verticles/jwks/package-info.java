/** Fetches the keys that identity providers publish. */
@NullMarked
package dev.hub.verticles.jwks;

import org.jspecify.annotations.NullMarked;
