/** The channels of this instance: who receives what, and the one Valkey subscription that each of them needs. */
@NullMarked
package dev.hub.verticles.channel;

import org.jspecify.annotations.NullMarked;
