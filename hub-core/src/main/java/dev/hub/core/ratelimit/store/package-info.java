/** Limits that are counted in Valkey: the values that go there and come back, and the store. */
@NullMarked
package dev.hub.core.ratelimit.store;

import org.jspecify.annotations.NullMarked;
