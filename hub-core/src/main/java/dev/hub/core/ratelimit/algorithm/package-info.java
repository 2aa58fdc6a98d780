/**
 * The arithmetic of limits, in whole numbers: what a quota comes to in ticks, limits that are counted in memory, and the
 * bookkeeping of a slice that is borrowed. The scripts {@code limit_*.lua} count the same way.
 */
@NullMarked
package dev.hub.core.ratelimit.algorithm;

import org.jspecify.annotations.NullMarked;
