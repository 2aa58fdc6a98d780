/** This instance's part in the election of the one that does what only one may do. */
@NullMarked
package dev.hub.verticles.leader;

import org.jspecify.annotations.NullMarked;
