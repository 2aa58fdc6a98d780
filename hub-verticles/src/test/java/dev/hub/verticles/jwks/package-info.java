/** Identity providers that publish their keys, and fail to. */
@NullMarked
package dev.hub.verticles.jwks;

import org.jspecify.annotations.NullMarked;
