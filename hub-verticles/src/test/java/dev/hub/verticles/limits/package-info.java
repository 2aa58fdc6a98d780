/** Measures what a decision on a limit costs, beside other limiters on the same server in the same run. */
@NullMarked
package dev.hub.verticles.limits;

import org.jspecify.annotations.NullMarked;
