/** Asks the application over HTTP what clients may do. */
@NullMarked
package dev.hub.verticles.decision;

import org.jspecify.annotations.NullMarked;
