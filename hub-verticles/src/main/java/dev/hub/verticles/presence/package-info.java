/** Who is where, as far as this instance holds them: brought to Valkey, read from there, and cleaned up after others. */
@NullMarked
package dev.hub.verticles.presence;

import org.jspecify.annotations.NullMarked;
