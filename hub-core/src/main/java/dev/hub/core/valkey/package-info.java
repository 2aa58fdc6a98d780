/** Access to Valkey and Redis: supervised connections, topologies, scripts, and the private server that the hub runs by itself. */
@NullMarked
package dev.hub.core.valkey;

import org.jspecify.annotations.NullMarked;
