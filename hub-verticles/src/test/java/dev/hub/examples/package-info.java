/** What the documentation shows, compiled and tested. */
@NullMarked
package dev.hub.examples;

import org.jspecify.annotations.NullMarked;
