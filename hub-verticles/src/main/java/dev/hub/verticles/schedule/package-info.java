/** Jobs that come by the clock: the leader's part in it, and what can be asked on every instance. */
@NullMarked
package dev.hub.verticles.schedule;

import org.jspecify.annotations.NullMarked;
