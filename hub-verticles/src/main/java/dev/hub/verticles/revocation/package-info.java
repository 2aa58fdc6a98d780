/** Which users and tokens are taken back, on this instance as on all others. */
@NullMarked
package dev.hub.verticles.revocation;

import org.jspecify.annotations.NullMarked;
