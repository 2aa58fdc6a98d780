/** The client protocol: commands, replies, pushes and their codes, as values. Knows no socket. */
@NullMarked
package dev.hub.core.protocol;

import org.jspecify.annotations.NullMarked;
