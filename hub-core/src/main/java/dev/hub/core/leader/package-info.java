/** Which instance does what only one may do: elected in Valkey, for a term that fences off whoever led before. */
@NullMarked
package dev.hub.core.leader;

import org.jspecify.annotations.NullMarked;
