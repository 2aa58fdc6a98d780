/** What is taken back before its time: tokens that are no longer good, and users who may not come in. */
@NullMarked
package dev.hub.core.revocation;

import org.jspecify.annotations.NullMarked;
