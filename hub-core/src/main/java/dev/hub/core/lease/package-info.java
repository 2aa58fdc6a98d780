/** Who of several does a work: leases in Valkey, which end by themselves when their owner is gone. */
@NullMarked
package dev.hub.core.lease;

import org.jspecify.annotations.NullMarked;
