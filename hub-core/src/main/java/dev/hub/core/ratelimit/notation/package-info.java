/** Rules of limits and prices of models as people write them: in files, in the API, on the command line, in Valkey. */
@NullMarked
package dev.hub.core.ratelimit.notation;

import org.jspecify.annotations.NullMarked;
