/** Measures what jobs cost, beside another queue on the same server in the same run. */
@NullMarked
package dev.hub.verticles.jobs;

import org.jspecify.annotations.NullMarked;
