/** The instances of the hub: who they are, which of them live, and how they talk to all others. */
@NullMarked
package dev.hub.core.node;

import org.jspecify.annotations.NullMarked;
