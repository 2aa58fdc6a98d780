/** The servers under test: how each is started, found and ended. */
@NullMarked
package dev.hub.load.server;

import org.jspecify.annotations.NullMarked;
