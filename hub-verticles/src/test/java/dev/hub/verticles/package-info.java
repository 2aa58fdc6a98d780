/** What the tests of the verticles share. */
@NullMarked
package dev.hub.verticles;

import org.jspecify.annotations.NullMarked;
