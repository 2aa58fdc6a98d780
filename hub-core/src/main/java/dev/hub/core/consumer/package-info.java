/** Durable consumers of channels: their settings, where they are kept, leases of publications until they are acknowledged. */
@NullMarked
package dev.hub.core.consumer;

import org.jspecify.annotations.NullMarked;
