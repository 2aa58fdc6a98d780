/** Keys that tokens are signed and verified with: algorithms, PEM, and key sets that are fetched (JWKS). */
@NullMarked
package dev.hub.core.auth.key;

import org.jspecify.annotations.NullMarked;
