/** The application over HTTP, well and unwell. */
@NullMarked
package dev.hub.verticles.decision;

import org.jspecify.annotations.NullMarked;
